import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatScope, isScopeWithin, parseScope } from "../src/index.js";

describe("scope (RFC 6749 §3.3)", () => {
  it.each([
    ["notes:read", ["notes:read"]],
    ["notes:read notes:write", ["notes:read", "notes:write"]],
    ["a a b a", ["a", "b"]],
    ["!#[]~", ["!#[]~"]],
  ])("reads %j", (value, tokens) => expect(parseScope(value)).toEqual(tokens));

  it.each(["", " ", "a ", " a", "a  b", "a\tb", "a\nb", 'a"b', "a\\b", "é", "a\u0000", "a\u007f"])(
    "refuses %j",
    (value) => expect(parseScope(value)).toBeNull(),
  );

  it("reads back whatever it wrote", () => {
    const token = fc.stringMatching(/^[\x21\x23-\x5B\x5D-\x7E]{1,20}$/);
    fc.assert(
      fc.property(fc.uniqueArray(token, { minLength: 1 }), (tokens) => {
        expect(parseScope(formatScope(tokens))).toEqual(tokens);
      }),
    );
  });

  it("knows a part from more than the whole", () => {
    expect(isScopeWithin([], ["a"])).toBe(true);
    expect(isScopeWithin(["a"], ["a", "b"])).toBe(true);
    expect(isScopeWithin(["a", "c"], ["a", "b"])).toBe(false);
  });
});

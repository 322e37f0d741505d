import { describe, expect, it } from "vitest";
import { isObject, mediaTypeOf, privateMemberOf } from "../src/index.js";

describe("What a JWT says", () => {
  it.each([
    ["at+jwt", "at+jwt"],
    ["application/AT+JWT", "at+jwt"],
    ["APPLICATION/dpop+jwt", "dpop+jwt"],
    ["text/at+jwt", "text/at+jwt"],
    [undefined, null],
    [["at+jwt"], null],
  ])("has the type %j as %j", (typ, type) => {
    expect(mediaTypeOf(typ)).toBe(type);
  });

  it("is an object, and neither a list nor null", () => {
    expect([{}, [], null, "x", undefined].map(isObject)).toEqual([true, false, false, false, false]);
  });
});

describe("A JWK", () => {
  it("is private or symmetric by its own members only", () => {
    expect(privateMemberOf({ kty: "RSA", n: "AQ", e: "AQAB", dq: "AQ" })).toBe("dq");
    expect(privateMemberOf({ kty: "oct", k: "" })).toBe("k");
    expect(privateMemberOf(Object.create({ d: "AQ" }))).toBeNull();
    expect(privateMemberOf({ kty: "EC", crv: "P-256", x: "AQ", y: "AQ" })).toBeNull();
  });
});

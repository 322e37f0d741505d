import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shown } from "../../src/http/shown-value.js";
import { description } from "../support/refusals.js";

describe("A value in a refusal", () => {
  it.each([
    ["notes:read offline_access", "'notes:read offline_access'"],
    ["", "''"],
    ['a"b\\c', "'a%22b%5Cc'"],
    ["it's", "'it%27s'"],
    ["<script>", "'%3Cscript%3E'"],
    ["ü\u200b\n", "'%C3%BC%E2%80%8B%0A'"],
    ["https://app.example.com/callback?tenant=1&x=%20", "'https://app.example.com/callback?tenant=1&x=%20'"],
    ["x y ".repeat(30), `'${"x y ".repeat(20)}...'`],
    [`${"x ".repeat(39)}ü`, `'${"x ".repeat(39)}...'`],
    ["\ud800", "'%EF%BF%BD'"],
  ])("is shown short and harmless: %j", (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it.each([
    ["a code, a secret or a code verifier", randomBytes(32).toString("base64url")],
    ["a refresh token", `rgr_${randomBytes(69).toString("base64url")}`],
    ["a cut refresh token", "rgr_AbCdEf"],
    ["an access token", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"],
    ["a code verifier with dots", "aZ9-._~".repeat(7)],
    ["a secret in hexadecimal", randomBytes(32).toString("hex")],
  ])("never shows %s that stands in the wrong place", (_what, secret) => {
    for (const value of [secret, `scope ${secret}`, `https://app.example.com/?code=${secret}&state=x`]) {
      expect(shown(value)).toContain("[...]");
      expect(shown(value)).not.toContain(secret.slice(0, 12));
      expect(shown(value)).not.toContain(secret.slice(-12));
    }
    const many = Array.from({ length: 40 }, () => secret).join(" ");
    expect(shown(many)).not.toContain(secret.slice(0, 12));
  });

  it("keeps within error_description's characters, and short, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (value) => {
        expect(shown(value)).toMatch(description);
        expect(shown(value).length).toBeLessThanOrEqual(85);
      }),
    );
  });
});

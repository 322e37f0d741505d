import { Secret } from "otpauth";
import { describe, expect, it } from "vitest";
import { newTotpSecret, totpDigits, totpStep, totpUri } from "../../src/factors/totp.js";

/** Appendix B, for SHA-1, in the last six of its eight digits. */
const vectors = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
] as const;
const secret = Secret.fromLatin1("12345678901234567890").base32;

describe("Codes of authenticator apps (RFC 6238)", () => {
  it.each(vectors)("Appendix B: at %i it is %s [totp-1]", (seconds, code) => {
    expect(totpStep(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it("may be of the step before or after, by a clock that is wrong (§5.2), and no further away [totp-2]", () => {
    const [seconds, code] = vectors[3];
    const stepOf = (later: number) => totpStep(secret, code, (seconds + later) * 1000);
    const step = Math.floor(seconds / 30);
    expect([-30, 0, 30].map(stepOf)).toEqual([step, step, step]);
    expect([-60, 60].map(stepOf)).toEqual([null, null]);
  });

  it.each([
    ["123 456", "123456"],
    [" 123-456 ", "123456"],
    ["１２３４５６", "123456"],
    ["12345", null],
    ["1234567", null],
    ["12345a", null],
    ["", null],
  ])("typed as %j: %j", (typed, digits) => {
    expect(totpDigits(typed)).toBe(digits);
  });

  it("are of a secret of 160 bits, never the same", () => {
    const secrets = Array.from({ length: 100 }, newTotpSecret);
    expect(new Set(secrets).size).toBe(100);
    for (const each of secrets) expect(Secret.fromBase32(each).bytes).toHaveLength(20);
  });

  it("an app reads the secret with the names of issuer and account, whatever these contain", () => {
    const uri = totpUri(secret, { issuer: "Ada & Söhne: Konto", label: "ada+otp@example.com" });
    const url = new URL(uri);
    expect([url.protocol, url.host, decodeURIComponent(url.pathname)]).toEqual([
      "otpauth:",
      "totp",
      "/Ada & Söhne: Konto:ada+otp@example.com",
    ]);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      issuer: "Ada & Söhne: Konto",
      secret,
      algorithm: "SHA1",
      digits: "6",
      period: "30",
    });
  });
});

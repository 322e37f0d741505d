import { createHmac } from "node:crypto";
import { signingAlgorithms } from "@regrant/shared";
import type { JWTPayload } from "jose";
import { describe, expect, it } from "vitest";
import { keysIn } from "../../src/assertions/key-source.js";
import {
  type AssertionExpectations,
  AssertionRefused,
  verifyAssertion,
} from "../../src/assertions/verify-assertion.js";
import { heldKey, keySet, signed } from "../support/assertion-keys.js";

const at = Date.parse("2026-11-29T12:00:00Z") / 1000;
const issuer = "https://as.example.com";
const key = heldKey("ES256", "one");
const other = heldKey("ES256", "two");
const find = keysIn(keySet(key, other));

const expected: AssertionExpectations = {
  issuer: "client",
  audiences: [issuer],
  types: ["client-authentication+jwt", "JWT", null],
  algorithms: signingAlgorithms,
  longestSeconds: 3600,
  now: at * 1000,
};
const claims = { iss: "client", sub: "client", aud: issuer, jti: "a", iat: at, exp: at + 60 };

/** What is wrong; "" if nothing is. */
const faultOf = (jwt: string, expectations: Partial<AssertionExpectations> = {}, findKey = find) =>
  verifyAssertion(jwt, findKey, { ...expected, ...expectations }).then(
    () => "",
    (error: unknown) => {
      if (error instanceof AssertionRefused) return error.fault;
      throw error;
    },
  );

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("An assertion (RFC 7523 §3)", () => {
  it.each(signingAlgorithms)("signed with %s by one of its sender's keys is taken", async (alg) => {
    const held = heldKey(alg);
    const assertion = await verifyAssertion(await signed(held, claims), keysIn(keySet(key, held)), expected);
    expect(assertion).toEqual({
      issuer: "client",
      subject: "client",
      jti: "a",
      expiresAt: new Date((at + 90) * 1000),
      claims,
    });
  });

  it("signed with EdDSA may call it Ed25519 (RFC 9864), as may its key, and no other key", async () => {
    const held = heldKey("EdDSA");
    const jwt = await signed(held, claims, { alg: "Ed25519" });
    for (const alg of ["EdDSA", "Ed25519", undefined])
      expect(await faultOf(jwt, {}, keysIn({ keys: [{ ...held.publicJwk, alg }] }))).toBe("");
    expect(await faultOf(jwt, { algorithms: ["ES256"] }, keysIn(keySet(held)))).toBe("alg");
    const renamed = `${encoded({ alg: "Ed25519", kid: "one" })}.${(await signed(key, claims)).split(".").slice(1).join(".")}`;
    expect(await faultOf(renamed)).toBe("key_unknown");
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["", {}],
    ["", { aud: [issuer] }],
    ["", { jti: undefined }],
    ["", { iat: undefined }],
    ["", { iat: at + 10, nbf: at + 10 }],
    ["", { exp: at - 29 }],
    ["", { exp: at + 3600 }],
    ["issuer", { iss: "another" }],
    ["issuer", { iss: undefined }],
    ["issuer", { iss: ["client"] }],
    ["malformed", { sub: undefined }],
    ["malformed", { sub: "" }],
    ["malformed", { sub: 7 }],
    ["malformed", { jti: "" }],
    ["malformed", { jti: 7 }],
    ["malformed", { jti: "x".repeat(501) }],
    ["malformed", { exp: undefined }],
    ["malformed", { exp: `${at + 60}` }],
    ["malformed", { iat: "now" }],
    ["malformed", { nbf: null }],
    ["audience", { aud: undefined }],
    ["audience", { aud: `${issuer}/` }],
    ["audience", { aud: `${issuer}/oauth2/token` }],
    ["audience", { aud: [] }],
    ["audience", { aud: [[issuer]] }],
    ["audience", { aud: [issuer, "https://other.example.com"] }],
    ["audience", { aud: [issuer, issuer] }],
    ["audience", { aud: { [issuer]: issuer } }],
    ["expired", { exp: at - 30 }],
    ["expired", { exp: at - 300 }],
    ["not_yet_valid", { iat: at + 61 }],
    ["not_yet_valid", { nbf: at + 61 }],
    ["lifetime", { exp: at + 3700 }],
    ["lifetime", { exp: 1e300 }],
  ])("%s: %j [assertion-1]", async (fault, changes) => {
    expect(await faultOf(await signed(key, { ...claims, ...changes } as JWTPayload))).toBe(fault);
  });

  it("with its aud in a list is refused where FAPI 2.0 wants a string", async () => {
    expect(await faultOf(await signed(key, claims), { audienceIsText: true })).toBe("");
    const listed = await signed(key, { ...claims, aud: [issuer] });
    expect(await faultOf(listed, { audienceIsText: true })).toBe("audience");
  });

  it.each([
    ["", { typ: "JWT" }],
    ["", { typ: "jwt" }],
    ["", { typ: "client-authentication+jwt" }],
    ["", { typ: "application/client-authentication+jwt" }],
    ["typ", { typ: "at+jwt" }],
    ["typ", { typ: "dpop+jwt" }],
    ["typ", { typ: "oauth-id-jag+jwt" }],
    ["typ", { typ: "" }],
    ["key_unknown", { kid: "three" }],
    ["signature", { kid: "two" }],
  ])("%s: header %j [assertion-4]", async (fault, header) => {
    expect(await faultOf(await signed(key, claims, header))).toBe(fault);
  });

  it("that names no key is tried with each", async () => {
    const jwt = await signed(other, claims, { kid: undefined });
    expect(await faultOf(jwt)).toBe("");
    expect(await faultOf(await signed(heldKey(), claims, { kid: undefined }))).toBe("signature");
  });

  it("is refused with an algorithm that is not expected, or not its key's [assertion-2]", async () => {
    const rsa = heldKey("RS256", "rsa");
    const keys = keysIn(keySet(rsa));
    const jwt = await signed(rsa, claims);
    expect(await faultOf(jwt, {}, keys)).toBe("");
    expect(await faultOf(jwt, { algorithms: ["PS256", "ES256", "EdDSA"] }, keys)).toBe("alg");
    expect(await faultOf(await signed({ ...rsa, alg: "PS256" }, claims), {}, keys)).toBe("key_unknown");
    const untold = { keys: [{ ...rsa.publicJwk, alg: undefined }] };
    expect(await faultOf(await signed({ ...rsa, alg: "PS256" }, claims), {}, keysIn(untold))).toBe("");
  });

  it("is refused without a signature, and with the public key as a secret [assertion-3]", async () => {
    const body = encoded(claims);
    expect(await faultOf(`${encoded({ alg: "none" })}.${body}.`)).toBe("alg");
    const head = encoded({ alg: "HS256", kid: "one" });
    const mac = createHmac("sha256", JSON.stringify(key.publicJwk)).update(`${head}.${body}`);
    expect(await faultOf(`${head}.${body}.${mac.digest("base64url")}`)).toBe("alg");
  });

  it("is refused with critical header parameters, which nobody here understands", async () => {
    const [, body = "", signature = ""] = (await signed(key, claims)).split(".");
    const head = encoded({
      alg: "ES256",
      kid: "one",
      crit: ["http://example.com/x"],
      "http://example.com/x": 1,
    });
    expect(await faultOf(`${head}.${body}.${signature}`)).toBe("malformed");
  });

  it.each(["", "a.b.c", "....", "e30.e30.", `${"a".repeat(20_000)}.b.c`])(
    "that is none: %.20s",
    async (jwt) => {
      expect(await faultOf(jwt)).toMatch(/malformed|alg/);
    },
  );

  it("asks for no key before all else holds", async () => {
    const asked = () => {
      throw new Error("asked for a key");
    };
    for (const changes of [{ iss: "x" }, { aud: "x" }, { exp: at - 60 }, { iat: at + 90 }])
      expect(await faultOf(await signed(key, { ...claims, ...changes }), {}, asked)).not.toBe("");
  });
});

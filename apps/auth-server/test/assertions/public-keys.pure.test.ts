import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { faultOfKey, isKeySet } from "../../src/assertions/public-keys.js";
import { heldKey } from "../support/assertion-keys.js";

const ec = heldKey("ES256").publicJwk;
const rsa = heldKey("RS256").publicJwk;
const okp = heldKey("EdDSA").publicJwk;
const shortRsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "jwk" });

describe("A public key", () => {
  it.each([
    ec,
    rsa,
    { ...rsa, alg: "PS256" },
    okp,
    { ...okp, alg: "Ed25519" },
    { ...ec, alg: undefined, use: undefined, kid: undefined },
  ])("is one: %o", (key) => {
    expect(faultOfKey(JSON.parse(JSON.stringify(key)))).toBeNull();
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["has the private member d.", { ...ec, d: "AA" }],
    ["has the private member k.", { kty: "oct", k: "AA" }],
    ["has the private member p.", { ...rsa, p: "AA" }],
    ["has a use other than sig", { ...ec, use: "enc" }],
    ["has key_ops without", { ...ec, key_ops: ["sign"] }],
    ["is neither RSA, nor EC", { kty: "EC", crv: "P-384", x: "AA", y: "AA" }],
    ["is neither RSA, nor EC", { kty: "OKP", crv: "X25519", x: okp.x }],
    ["is neither RSA, nor EC", {}],
    ["has an alg other than ES256", { ...ec, alg: "ES384" }],
    ["has an alg other than RS256 or PS256", { ...rsa, alg: "RS512" }],
    ["has 1024 bits; RSA keys have 2048 to 8192", shortRsa],
    ["has 9216 bits", { ...rsa, n: Buffer.alloc(1152, 255).toString("base64url") }],
    ["has an unusual exponent", { ...rsa, e: "AQ" }],
    ["has an unusual exponent", { ...rsa, e: Buffer.alloc(64, 255).toString("base64url") }],
    ["has values that are not a valid key", { ...ec, x: okp.x, y: okp.x }],
    ["has values that are not a valid key", { ...ec, x: 7 }],
    ["has values that are not a valid key", { ...rsa, n: undefined }],
  ])("%s", (fault, key) => {
    expect(faultOfKey(key)).toContain(fault);
  });

  it.each([null, [], {}, { keys: {} }, { keys: [null] }, { keys: ["x"] }])("set is none: %j", (value) => {
    expect(isKeySet(value)).toBe(false);
  });
});

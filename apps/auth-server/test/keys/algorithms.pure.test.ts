import { type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";
import { Jwk } from "@regrant/shared/schemas";
import { calculateJwkThumbprint, compactVerify, createLocalJWKSet, importJWK, jwtVerify } from "jose";
import { Value } from "typebox/value";
import { beforeAll, describe, expect, it } from "vitest";
import { KeyRing } from "../../src/keys/key-ring.js";
import { signJws } from "../../src/keys/sign-jws.js";
import { makeSigningKey, type NewSigningKey } from "../../src/keys/signing-key.js";
import type { SigningKey } from "../../src/keys/signing-keys.sql.js";
import { deriveSecrets } from "../../src/secrets.js";
import { signIdToken } from "../../src/tokens/id-token.js";

const secrets = deriveSecrets([{ name: "main", bytes: Buffer.alloc(32, 1) }]);
const made = new Map<SigningAlgorithm, NewSigningKey>();
const activated = new Date(0);

const stored = (alg: SigningAlgorithm, state: SigningKey["state"] = "active"): SigningKey => {
  const key = made.get(alg);
  if (key === undefined) throw new Error(`no ${alg} key was made`);
  const times = { stagedAt: activated, activatedAt: activated, retiredAt: null };
  return { ...key, ...times, kid: key.publicJwk.kid, alg, state };
};
const ringOf = (...keys: SigningKey[]): KeyRing => {
  const ring = new KeyRing();
  ring.load(secrets, keys);
  return ring;
};

beforeAll(async () => {
  for (const alg of signingAlgorithms) made.set(alg, await makeSigningKey(secrets, alg));
});

const forms = {
  RS256: { members: ["alg", "e", "kid", "kty", "n", "use"], signatureBytes: 256, hash: "SHA-256" },
  PS256: { members: ["alg", "e", "kid", "kty", "n", "use"], signatureBytes: 256, hash: "SHA-256" },
  ES256: { members: ["alg", "crv", "kid", "kty", "use", "x", "y"], signatureBytes: 64, hash: "SHA-256" },
  EdDSA: { members: ["alg", "crv", "kid", "kty", "use", "x"], signatureBytes: 64, hash: "SHA-512" },
} as const;

describe.each(signingAlgorithms)("Signing with %s", (alg) => {
  it("has a key with public members only, named by its thumbprint (RFC 7638)", async () => {
    const { publicJwk } = stored(alg);
    expect(Object.keys(publicJwk).sort()).toEqual(forms[alg].members);
    expect(Value.Check(Jwk, publicJwk)).toBe(true);
    expect(publicJwk).toMatchObject({ use: "sig", alg, kid: await calculateJwkThumbprint(publicJwk) });
  });

  it("makes JWTs that jose accepts as just this algorithm, by the key set of all", async () => {
    const all = signingAlgorithms.map((each) => stored(each));
    const ring = ringOf(...all);
    for (const round of [1, 2, 3]) {
      const token = await signJws(ring.keyFor(alg), "at+jwt", { round });
      const verified = await jwtVerify(token, createLocalJWKSet(ring.jwks), {
        algorithms: [alg],
        typ: "at+jwt",
      });
      expect(verified.payload).toEqual({ round });
      expect(verified.protectedHeader).toEqual({ typ: "at+jwt", alg, kid: stored(alg).kid });
      const signature = Buffer.from(token.split(".")[2] ?? "", "base64url");
      expect(signature).toHaveLength(forms[alg].signatureBytes);
    }
  });

  it("is refused by jose once a character of the claims is changed", async () => {
    const { publicJwk } = stored(alg);
    const [header, , signature] = (
      await signJws(ringOf(stored("RS256"), stored(alg)).keyFor(alg), "JWT", {})
    ).split(".");
    const forged = `${header}.${Buffer.from('{"sub":"other"}').toString("base64url")}.${signature}`;
    await expect(compactVerify(forged, await importJWK(publicJwk, alg))).rejects.toThrow(/signature/);
  });

  it("takes the at_hash of ID tokens from the algorithm's own hash function", async () => {
    const key = ringOf(stored("RS256"), stored(alg)).keyFor(alg);
    const token = await signIdToken(key, {
      ...{
        issuer: "https://auth.example.com",
        subject: "user",
        clientId: "app",
        accessToken: "an.access.token",
      },
      ...{ issuedAtSeconds: 0, lifeSeconds: 1, authTimeSeconds: 0, amr: [], nonce: null, claims: {} },
      sessionId: undefined,
    });
    const { at_hash } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    const whole = Buffer.from(await crypto.subtle.digest(forms[alg].hash, Buffer.from("an.access.token")));
    expect(at_hash).toBe(whole.subarray(0, whole.length / 2).toString("base64url"));
  });
});

describe("The key ring", () => {
  it("has RS256 sign in place of an algorithm whose first key does not sign yet", () => {
    const ring = ringOf(stored("RS256"), stored("ES256", "staged"));
    expect(ring.keyFor("ES256")).toMatchObject({ alg: "RS256", kid: stored("RS256").kid });
    ring.load(secrets, [stored("RS256"), stored("ES256")]);
    expect(ring.keyFor("ES256")).toMatchObject({ alg: "ES256", kid: stored("ES256").kid });
    expect(ring.keyFor("PS256")).toMatchObject({ alg: "RS256" });
    ring.load(secrets, [stored("RS256"), stored("ES256", "retired")]);
    expect(ring.keyFor("ES256")).toMatchObject({ alg: "RS256" });
  });

  it("has nothing sign in place of an algorithm for whom that is forbidden", () => {
    const ring = ringOf(stored("RS256"), stored("ES256", "staged"), stored("PS256"));
    expect(() => ring.signingKeys(["PS256", "ES256"])).toThrow(
      expect.objectContaining({
        code: "temporarily_unavailable",
        reason: "signing_key_unavailable",
        headers: { "retry-after": "60" },
        message: expect.stringContaining("ES256"),
      }),
    );
    expect(ring.signingKeys(["PS256"]).keyFor("PS256").alg).toBe("PS256");
  });

  it("is not ready with other keys than RS256's, and then signs nothing", () => {
    const ring = ringOf(stored("RS256", "staged"), stored("ES256"));
    expect(ring.ready).toBe(false);
    expect(() => ring.keyFor("ES256")).toThrow(
      expect.objectContaining({ reason: "signing_key_unavailable" }),
    );
  });

  it("gives a request keys that stay, whatever is loaded before its end", () => {
    const ring = ringOf(stored("RS256"), stored("ES256"));
    const keys = ring.signingKeys();
    ring.load(secrets, []);
    expect(keys.keyFor("ES256").kid).toBe(stored("ES256").kid);
    expect(() => ring.signingKeys()).toThrow();
  });

  it("loads the keys of all other algorithms where one does not open", () => {
    const ring = ringOf(stored("RS256"), stored("ES256"));
    const closed = { ...stored("ES256"), kid: stored("EdDSA").kid };
    expect(() => ring.load(secrets, [stored("RS256"), closed, stored("PS256")])).toThrow(/does not open/);
    expect(ring.keyFor("PS256").alg).toBe("PS256");
    expect(ring.keyFor("ES256").alg).toBe("RS256");
  });
});

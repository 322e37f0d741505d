import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { calculateJwkThumbprint, type JWK } from "jose";
import { describe, expect, inject, it } from "vitest";
import { KeyRing } from "../../src/keys/key-ring.js";
import { makeSigningKey, openKey, sealKey } from "../../src/keys/signing-key.js";
import { listSigningKeys } from "../../src/keys/signing-keys.sql.js";
import { deriveSecrets, newSecret } from "../../src/secrets.js";
import { everything } from "../support/rows.js";
import { testServer } from "../support/server.js";

const deriveSome = (name = "main") => deriveSecrets([{ name, bytes: Buffer.from(newSecret(), "base64url") }]);
const secrets = deriveSome();
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pkcs8 = pair.privateKey.export({ type: "pkcs8", format: "der" });

describe("Signing keys at rest (AES-256-GCM under a key from SECRETS) [signing-key-encryption-1]", () => {
  it("open with the entry that sealed them, among others", () => {
    const sealed = sealKey(secrets, "kid", pair.privateKey);
    expect(sealed.secretName).toBe("main");
    const opened = openKey([deriveSome("other")[0], secrets[0]], "kid", sealed);
    expect(opened.equals(createPrivateKey(pair.privateKey.export({ type: "pkcs8", format: "pem" })))).toBe(
      true,
    );
  });

  it("do not open where their entry is missing, and the error says which to put back", () => {
    const sealed = sealKey(secrets, "kid", pair.privateKey);
    expect(() => openKey(deriveSome("other"), "kid", sealed)).toThrow(/"main".*put it back/);
  });

  it("do not open with other bytes under the same name, and the error says so", () => {
    const sealed = sealKey(secrets, "kid", pair.privateKey);
    expect(() => openKey(deriveSome("main"), "kid", sealed)).toThrow(/"main".*changed/);
  });

  it("do not open under another kid: rows cannot be exchanged", () => {
    const sealed = sealKey(secrets, "kid", pair.privateKey);
    expect(() => openKey(secrets, "kid2", sealed)).toThrow();
  });

  it("do not open with any byte changed, or cut", () => {
    const { privateKey, secretName } = sealKey(secrets, "kid", pair.privateKey);
    for (let at = 0; at < privateKey.length; at += 37) {
      const changed = Buffer.from(privateKey);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => openKey(secrets, "kid", { privateKey: changed, secretName })).toThrow();
      expect(() => openKey(secrets, "kid", { privateKey: privateKey.subarray(0, at), secretName })).toThrow();
    }
  });

  it("show nothing of the key, and are sealed differently each time", () => {
    const [one, other] = [sealKey(secrets, "kid", pair.privateKey), sealKey(secrets, "kid", pair.privateKey)];
    expect(one.privateKey).not.toEqual(other.privateKey);
    expect(one.privateKey.includes(pkcs8.subarray(40, 72))).toBe(false);
  });

  it("are all that the database holds of them", async () => {
    const server = await testServer();
    const [row] = await listSigningKeys(server.db);
    if (row === undefined) throw new Error("a migrated database has a key");
    const jwk = openKey(server.context.secrets, row.kid, row).export({ format: "jwk" });
    const stored = await everything(server);
    expect(stored).toContain(jwk.n);
    for (const secret of [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi]) {
      expect(secret).toMatch(/^[\w-]{100,}$/);
      expect(stored).not.toContain(secret);
      expect(stored).not.toContain(Buffer.from(secret ?? "", "base64url").toString("hex"));
    }
  });
});

describe("A signing key", () => {
  it("is RSA-2048 or longer for RS256, with its RFC 7638 thumbprint as kid [signing-key-encryption-2]", async () => {
    const { publicJwk } = await makeSigningKey(secrets, "RS256");
    expect(Object.keys(publicJwk).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    expect(publicJwk).toMatchObject({ kty: "RSA", use: "sig", alg: "RS256", e: "AQAB" });
    const { n = "" } = publicJwk as JWK;
    expect(Buffer.from(n, "base64url").length).toBeGreaterThanOrEqual(256);
    expect(publicJwk.kid).toBe(await calculateJwkThumbprint({ kty: "RSA", n, e: "AQAB" }));
  });

  /** A ring with the server's key, and another process's key, which this ring cannot decrypt. */
  async function ringBefore(foreignKey: "is the next one" | "replaces a revoked one") {
    const server = await testServer();
    const stored = await listSigningKeys(server.db);
    const ring = new KeyRing();
    ring.load(server.context.secrets, stored);
    const { kid } = ring.keyFor("RS256");
    const foreign = await makeSigningKey(deriveSome(), "RS256");
    const next = stored.map((key) => ({ ...key, ...foreign, kid: foreign.publicJwk.kid }));
    const before = stored.map((key) => ({ ...key, state: "retired" as const }));
    const after = foreignKey === "is the next one" ? [...before, ...next] : next;
    return { ring, kid, foreign, load: () => ring.load(server.context.secrets, after) };
  }

  it("that does not open leaves the one before it in use: the server goes on with the key it has", async () => {
    const { ring, kid, foreign, load } = await ringBefore("is the next one");
    expect(load).toThrow(/does not open/);
    expect(ring.keyFor("RS256").kid).toBe(kid);
    expect(ring.jwks.keys.map((key) => key.kid)).toEqual([kid, foreign.publicJwk.kid]);
  });

  it("that was revoked neither signs nor is published, though the one in its place does not open [signing-key-encryption-3]", async () => {
    const { ring, foreign, load } = await ringBefore("replaces a revoked one");
    expect(load).toThrow(/does not open/);
    expect(() => ring.keyFor("RS256")).toThrow(
      expect.objectContaining({ reason: "signing_key_unavailable" }),
    );
    expect(ring.ready).toBe(false);
    expect(ring.jwks.keys.map((key) => key.kid)).toEqual([foreign.publicJwk.kid]);
  });

  it("does not open for a server with other SECRETS, which then does not start", async () => {
    await testServer();
    const other = testServer({ env: { SECRETS: `main:${newSecret()}` } });
    await expect(other).rejects.toThrow(/does not open/);
    expect(inject("secrets")).toMatch(/^main:/);
  });
});

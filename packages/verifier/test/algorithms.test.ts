import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";
import { afterEach, describe, expect, it } from "vitest";
import { createVerifier, type Verifier, type VerifierOptions } from "../src/index.js";
import { createIssuerVerifier } from "../src/issuer.js";
import { readStatusList, statusAt } from "../src/status-list.js";
import { reasonOf } from "./support/expect-refusal.js";
import {
  audience,
  claimsAt,
  createSigningKey,
  encode,
  signatureOf,
  signParts,
  signToken,
  startIssuer,
  testNow,
  verificationKeyOf,
} from "./support/issuer.js";

const keys = signingAlgorithms.map((alg) => createSigningKey(alg));
const keyFor = (wanted: SigningAlgorithm) => {
  const key = keys.find(({ alg }) => alg === wanted);
  if (key === undefined) throw new Error(`no key for ${wanted}`);
  return key;
};
const issuerUrl = "https://issuer.example";
const now = () => testNow;

const open: Verifier[] = [];
afterEach(() => {
  for (const verifier of open.splice(0)) verifier.close();
});

async function verifierOf(options: Partial<VerifierOptions>): Promise<Verifier> {
  await using server = await startIssuer(keys);
  const verifier = createVerifier({
    issuer: issuerUrl,
    audience,
    jwksUrl: server.jwksUrl,
    jwksCooldownSeconds: 3_600,
    now,
    warn: false,
    ...options,
  });
  open.push(verifier);
  await verifier.refreshKeys();
  return verifier;
}

const tokenBy = (alg: SigningAlgorithm) => signToken(keyFor(alg), claimsAt(issuerUrl, testNow));
const verdicts = (verifier: Verifier) =>
  Promise.all(signingAlgorithms.map((alg) => reasonOf(() => verifier.verify(tokenBy(alg)))));

describe("a mixed JWK Set", () => {
  it("verifies tokens of RS256 only, by default [verifier-algorithms-1]", async () => {
    const verifier = await verifierOf({});
    expect(await verdicts(verifier)).toEqual(["admitted", "token_alg", "token_alg", "token_alg"]);
    expect(verifier.keysStatus()).toMatchObject({ count: 1, failures: 0 });
  });

  it.each(signingAlgorithms)("verifies those of %s, if told so [verifier-algorithms-2]", async (alg) => {
    const verifier = await verifierOf({ algorithms: [alg] });
    expect(await verdicts(verifier)).toEqual(
      signingAlgorithms.map((other) => (other === alg ? "admitted" : "token_alg")),
    );
  });

  it("verifies all of them, each by its own key", async () => {
    const verifier = await verifierOf({ algorithms: signingAlgorithms });
    expect(await verdicts(verifier)).toEqual(keys.map(() => "admitted"));
    expect(verifier.keysStatus().count).toBe(4);
  });

  it("is kept in a file with its algorithms", async () => {
    const folder = await mkdtemp(join(tmpdir(), "verifier-"));
    const jwksFile = join(folder, "jwks.json");
    let saved = () => {};
    const isSaved = new Promise<void>((resolve) => {
      saved = resolve;
    });
    await verifierOf({ jwksFile, onKeysEvent: ({ outcome }) => outcome === "saved" && saved() });
    await isSaved;
    expect(JSON.parse(await readFile(jwksFile, "utf8")).keys).toEqual(keys.map(({ jwk }) => jwk));
    await rm(folder, { recursive: true });
  });
});

it("an issuer verifies its own tokens by whatever keys it has [issuer-algorithms-1]", () => {
  const verifier = createIssuerVerifier({ issuer: issuerUrl, keys: () => keys.map(({ jwk }) => jwk), now });
  for (const alg of signingAlgorithms)
    expect(verifier.verify(tokenBy(alg), audience).claims.sub).toBe("alice");
});

describe("a status list", () => {
  const uri = `${issuerUrl}/status/0`;
  const lst = deflateSync(Buffer.from([2])).toString("base64url");
  const payload = encode({ sub: uri, iat: testNow / 1_000, status_list: { bits: 1, lst } });
  const headerBy = (alg: string, kid: string) => encode({ typ: "statuslist+jwt", alg, kid });

  it.each(signingAlgorithms)("may be signed with %s", async (alg) => {
    const key = keyFor(alg);
    const token = signParts(key, headerBy(alg, key.kid), payload);
    const list = await readStatusList(token, verificationKeyOf(key), uri, testNow, 5);
    expect([statusAt(list, 0), statusAt(list, 1)]).toEqual([0, 1]);
  });

  it("is signed with its key's own algorithm, not with another that the key can do", async () => {
    const key = keyFor("RS256");
    const input = `${headerBy("PS256", key.kid)}.${payload}`;
    const token = `${input}.${signatureOf(key, input, "PS256").toString("base64url")}`;
    await expect(readStatusList(token, verificationKeyOf(key), uri, testNow, 5)).rejects.toThrow(
      "alg: the status list is not signed with RS256, as its key is for",
    );
  });
});

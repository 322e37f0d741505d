import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createVerifier, type TokenCacheBounds, type Verifier } from "../src/index.js";
import { reasonOf } from "./support/expect-refusal.js";
import {
  audience,
  claimsAt,
  createSigningKey,
  signToken,
  startIssuer,
  type TestIssuer,
  testNow,
} from "./support/issuer.js";

const key = createSigningKey();
const nextKey = createSigningKey();
let issuer: TestIssuer;
let verifier: Verifier;
let now: number;

async function restart(tokenCache?: TokenCacheBounds): Promise<void> {
  verifier?.close();
  verifier = createVerifier({ issuer: issuer.issuer, audience, now: () => now, tokenCache });
  await verifier.refreshKeys();
}

beforeEach(async () => {
  now = testNow;
  issuer = await startIssuer([key, nextKey]);
  await restart();
});
afterEach(async () => {
  verifier.close();
  await issuer.close();
});

const tokenOf = (jti: string, signingKey = key): string =>
  signToken(signingKey, { ...claimsAt(issuer.issuer, now), jti });

describe("the cache of verified tokens", () => {
  it("answers a repeat without the signature, with the same token", () => {
    const token = tokenOf("a");
    const first = verifier.verifyNow(token);
    expect(verifier.verifyNow(token)).toBe(first);
    expect(verifier.cacheStatus()).toEqual({ tokens: 1, bytes: token.length * 3 + 1024, hits: 1, misses: 1 });
  });

  it("is keyed by the whole token: a good signature does not vouch for other claims", async () => {
    const [header, payload, signature] = tokenOf("a").split(".");
    verifier.verifyNow(`${header}.${payload}.${signature}`);
    const forged = tokenOf("forged", createSigningKey()).split(".")[1];
    expect(await reasonOf(() => verifier.verifyNow(`${header}.${forged}.${signature}`))).toBe(
      "token_signature",
    );
    expect(await reasonOf(() => verifier.verifyNow(`${header}.${payload}.${signature}`))).toBe("admitted");
  });

  it("never holds a refused token", async () => {
    const refused = signToken(key, { ...claimsAt(issuer.issuer, now), aud: "http://other" });
    await reasonOf(() => verifier.verifyNow(refused));
    await reasonOf(() => verifier.verifyNow(`${tokenOf("a").slice(0, -4)}AAAA`));
    expect(verifier.cacheStatus().tokens).toBe(0);
  });

  it("checks the time again on every repeat, and drops what has expired [token-cache-1]", async () => {
    const token = tokenOf("a");
    verifier.verifyNow(token);
    now += 604_999;
    expect(await reasonOf(() => verifier.verifyNow(token))).toBe("admitted");
    now += 1;
    expect(await reasonOf(() => verifier.verifyNow(token))).toBe("token_expired");
    expect(verifier.cacheStatus().tokens).toBe(0);
  });

  it("checks iat again when the clock is set back", async () => {
    const token = tokenOf("a");
    verifier.verifyNow(token);
    now -= 6_000;
    expect(await reasonOf(() => verifier.verifyNow(token))).toBe("token_not_yet_valid");
  });

  it("drops tokens with their key, and only those", async () => {
    const [kept, dropped] = [tokenOf("kept"), tokenOf("dropped", nextKey)];
    verifier.verifyNow(kept);
    verifier.verifyNow(dropped);
    issuer.publish([key.jwk]);
    await verifier.refreshKeys();
    expect(verifier.cacheStatus().tokens).toBe(1);
    expect(await reasonOf(() => verifier.verifyNow(kept))).toBe("admitted");
    expect(verifier.cacheStatus().hits).toBe(1);
    expect(await reasonOf(() => verifier.verifyNow(dropped))).toBe("token_kid_unknown");
  });

  it("drops tokens whose kid comes to stand for another key", async () => {
    const token = tokenOf("a");
    verifier.verifyNow(token);
    issuer.publish([{ ...nextKey.jwk, kid: key.kid }]);
    await verifier.refreshKeys();
    expect(await reasonOf(() => verifier.verifyNow(token))).toBe("token_signature");
  });

  it("is bounded by count", async () => {
    await restart({ tokens: 5, bytes: 1_000_000 });
    for (let count = 0; count < 20; count++) verifier.verifyNow(tokenOf(`t${count}`));
    expect(verifier.cacheStatus().tokens).toBe(5);
  });

  it("is bounded by size", async () => {
    await restart({ tokens: 1_000, bytes: 20_000 });
    for (let count = 0; count < 20; count++) verifier.verifyNow(tokenOf(`t${count}`));
    expect(verifier.cacheStatus().tokens).toBeLessThan(10);
    expect(verifier.cacheStatus().tokens).toBeGreaterThan(1);
    expect(verifier.cacheStatus().bytes).toBeLessThanOrEqual(20_000);
  });
});

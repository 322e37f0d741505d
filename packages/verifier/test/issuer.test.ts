import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createIssuerVerifier, type IssuerVerifier } from "../src/issuer.js";
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
let verifier: IssuerVerifier;
let published: readonly unknown[];
let now: number;

beforeEach(async () => {
  now = testNow;
  published = [key.jwk];
  issuer = await startIssuer([key, nextKey]);
  verifier = createIssuerVerifier({ issuer: issuer.issuer, keys: () => published, now: () => now });
});
afterEach(() => issuer.close());

const tokenOf = (signingKey = key, changes: Readonly<Record<string, unknown>> = {}): string =>
  signToken(signingKey, { ...claimsAt(issuer.issuer, testNow), ...changes });
const reasonFor = (token: string, expected: string | null = audience) =>
  reasonOf(() => verifier.verify(token, expected));

describe("an issuer's own tokens", () => {
  it("verify for the API that is asked for, or for whatever API they are for", async () => {
    const token = tokenOf();
    for (const expected of [audience, null])
      expect(verifier.verify(token, expected)).toMatchObject({
        claims: claimsAt(issuer.issuer, testNow),
        scopes: ["notes:read", "notes:write"],
      });
    for (const unseen of [token, tokenOf(key, { jti: "other" })])
      expect(await reasonFor(unseen, issuer.issuer)).toBe("token_audience");
    expect(verifier.cacheStatus()).toMatchObject({ tokens: 1, hits: 1, misses: 2 });
  });

  it("verify by the keys of the moment: a retired one counts as long as it is there, a revoked one no more [issuer-1]", async () => {
    const [old, fresh] = [tokenOf(key), tokenOf(nextKey)];
    expect(await reasonFor(old)).toBe("admitted");
    expect(await reasonFor(fresh)).toBe("token_kid_unknown");
    published = [key.jwk, nextKey.jwk];
    expect([await reasonFor(old), await reasonFor(fresh)]).toEqual(["admitted", "admitted"]);
    published = [nextKey.jwk];
    expect([await reasonFor(old), await reasonFor(fresh)]).toEqual(["token_kid_unknown", "admitted"]);
    published = [];
    expect([await reasonFor(old), await reasonFor(fresh)]).toEqual([
      "token_kid_unknown",
      "token_kid_unknown",
    ]);
  });

  it("verify with a key that was exchanged under its kid by the new one alone", async () => {
    const token = tokenOf();
    expect(await reasonFor(token)).toBe("admitted");
    published = [{ ...nextKey.jwk, kid: key.kid }];
    expect(await reasonFor(token)).toBe("token_signature");
  });

  it("make nobody fetch anything, whatever kid they name [issuer-2]", async () => {
    expect(await reasonFor(tokenOf(createSigningKey()))).toBe("token_kid_unknown");
    expect(issuer.fetches()).toBe(0);
  });

  it("end at exp to the second, seen before or not; the clock of another replica may be ahead", async () => {
    const seen = tokenOf();
    expect(await reasonFor(seen)).toBe("admitted");
    now += 600_000 - 1;
    expect(await reasonFor(seen)).toBe("admitted");
    now += 1;
    for (const token of [seen, tokenOf(key, { jti: "other" })])
      expect(await reasonFor(token)).toBe("token_expired");
    const iat = now / 1_000 + 300;
    expect(await reasonFor(tokenOf(key, { iat, exp: iat + 600 }))).toBe("admitted");
    expect(await reasonFor(tokenOf(key, { iat: iat + 1, exp: iat + 600 }))).toBe("token_not_yet_valid");
  });
});

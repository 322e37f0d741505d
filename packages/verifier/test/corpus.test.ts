import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createVerifier, type Verifier } from "../src/index.js";
import { corpora } from "./support/corpus/index.js";
import { publishedKeys } from "./support/corpus/mixed.js";
import { toleranceSeconds } from "./support/corpus/times.js";
import type { World } from "./support/corpus/token.js";
import { reasonOf } from "./support/expect-refusal.js";
import { audience, startIssuer, type TestIssuer } from "./support/issuer.js";

describe.each(corpora)("the corpus for $algorithms", ({ algorithms, groups }) => {
  let issuer: TestIssuer;
  let verifier: Verifier;
  let world: World;

  beforeAll(async () => {
    issuer = await startIssuer(publishedKeys.map((jwk) => ({ jwk })));
    world = { issuer: issuer.issuer, nowSeconds: Math.floor(Date.now() / 1_000) };
    verifier = createVerifier({
      issuer: issuer.issuer,
      audience,
      algorithms,
      clockToleranceSeconds: toleranceSeconds,
      jwksCooldownSeconds: 3_600,
      now: () => world.nowSeconds * 1_000,
    });
    await verifier.refreshKeys();
  });
  afterAll(async () => {
    verifier.close();
    await issuer.close();
  });

  describe.each(groups)("hostile and odd tokens: %s (RFC 9068 §4, RFC 8725)", (_group, tokens) => {
    it.each(tokens)("$name: $expected", async ({ expected, make }) => {
      for (const token of [make(world)].flat()) {
        const verdict = await reasonOf(() => verifier.verify(token));
        expect([expected].flat()).toContain(verdict);
        // Twice, in case a cache learned from the first time.
        expect(await reasonOf(() => verifier.verify(token))).toBe(verdict);
      }
    });
  });

  it("causes no fetch", () => {
    expect(issuer.fetches()).toBe(1);
  });
});

it("has at least a hundred tokens, each with a name of its own", () => {
  const all = corpora.flatMap(({ groups }) => groups.flatMap(([, tokens]) => tokens));
  expect(all.length).toBeGreaterThanOrEqual(100);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

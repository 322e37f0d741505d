import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createVerifier, type Verifier } from "../src/index.js";
import { corpus } from "./support/corpus/index.js";
import { toleranceSeconds } from "./support/corpus/times.js";
import { key, type World } from "./support/corpus/token.js";
import { reasonOf } from "./support/expect-refusal.js";
import { audience, startIssuer, type TestIssuer } from "./support/issuer.js";

let issuer: TestIssuer;
let verifier: Verifier;
let world: World;

beforeAll(async () => {
  issuer = await startIssuer([key]);
  world = { issuer: issuer.issuer, nowSeconds: Math.floor(Date.now() / 1_000) };
  verifier = createVerifier({
    issuer: issuer.issuer,
    audience,
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

describe.each([...corpus])("hostile and odd tokens: %s (RFC 9068 §4, RFC 8725)", (_group, tokens) => {
  it.each(tokens)("$name: $expected", async ({ expected, make }) => {
    for (const token of [make(world)].flat()) {
      const verdict = await reasonOf(() => verifier.verify(token));
      expect([expected].flat()).toContain(verdict);
      // Twice, in case a cache learned from the first time.
      expect(await reasonOf(() => verifier.verify(token))).toBe(verdict);
    }
  });
});

describe("the corpus", () => {
  const all = [...corpus.values()].flat();

  it("has at least sixty tokens, each with a name of its own", () => {
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it("causes no fetch", () => {
    expect(issuer.fetches()).toBe(1);
  });
});

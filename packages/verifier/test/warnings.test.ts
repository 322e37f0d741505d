import { afterEach, describe, expect, it } from "vitest";
import { createVerifier, type Verifier, type VerifierOptions } from "../src/index.js";
import { reasonOf } from "./support/expect-refusal.js";
import { audience, claimsAt, createSigningKey, signToken, startIssuer, testNow } from "./support/issuer.js";

const key = createSigningKey();
const strangersKey = createSigningKey();
const open: Verifier[] = [];
afterEach(() => {
  for (const verifier of open.splice(0)) verifier.close();
});

let now = testNow;
const said: string[] = [];

/** What it says goes to console.warn, where nothing else is asked for; here it is kept. */
function create(options: Partial<VerifierOptions> & { issuer: string }): Verifier {
  said.length = 0;
  now = testNow;
  const verifier = createVerifier({
    audience,
    now: () => now,
    refreshInBackground: false,
    jwksCooldownSeconds: 1,
    ...options,
  });
  open.push(verifier);
  return verifier;
}
const warn = (message: string): void => void said.push(message);

/** Nobody listens there. */
const away = "http://127.0.0.1:1";

describe("A verifier warns once a minute", () => {
  it("that the keys cannot be fetched", async () => {
    const verifier = create({ issuer: away, warn });
    for (let second = 0; second < 125; second += 5) {
      now = testNow + second * 1_000;
      await verifier.refreshKeys();
    }
    expect(said).toHaveLength(3);
    expect(said[0]).toMatch(
      /^@regrant\/verifier: cannot fetch the keys of http:\/\/127\.0\.0\.1:1 from http:\/\/127\.0\.0\.1:1\/\.well-known\/jwks\.json: .+\. Check issuer and jwksUrl/,
    );
  });

  it("that tokens of another issuer arrive: signed by a trusted key, or by a stranger's", async () => {
    await using server = await startIssuer([key]);
    const verifier = create({ issuer: `${server.issuer}/`, jwksUrl: server.jwksUrl, warn });
    const token = signToken(key, claimsAt(server.issuer, now));
    for (let i = 0; i < 3; i += 1) expect(await reasonOf(() => verifier.verify(token))).toBe("token_issuer");
    expect(said).toEqual([
      `@regrant/verifier: refused a token of ${server.issuer}; this API trusts only ${server.issuer}/, letter for letter. If the token is a good one, correct issuer.`,
    ]);
    now += 61_000;
    const strange = signToken(strangersKey, claimsAt("https://other.example/\u001b[2Jtenant", now));
    expect(await reasonOf(() => verifier.verify(strange))).toBe("token_kid_unknown");
    expect(said[1]).toContain("refused a token of an issuer under https://other.example;");
    expect(said).toHaveLength(2);
  });

  it("and not of good tokens, nor of bad ones of its own issuer", async () => {
    await using server = await startIssuer([key]);
    const verifier = create({ issuer: server.issuer, warn });
    await verifier.verify(signToken(key, claimsAt(server.issuer, now)));
    const strange = signToken(strangersKey, claimsAt(server.issuer, now));
    expect(await reasonOf(() => verifier.verify(strange))).toBe("token_kid_unknown");
    expect(said).toEqual([]);
  });

  it("on the console by default; not where it is told not to, nor of keys where onKeysEvent is told", async () => {
    const { warn: before } = console;
    console.warn = warn;
    try {
      await create({ issuer: away }).refreshKeys();
      expect(said).toHaveLength(1);
      await create({ issuer: away, warn: false }).refreshKeys();
      await create({ issuer: away, onKeysEvent: () => {} }).refreshKeys();
      expect(said).toEqual([]);
      await create({ issuer: away, onKeysEvent: () => {}, warn }).refreshKeys();
      expect(said).toHaveLength(1);
    } finally {
      console.warn = before;
    }
  });
});

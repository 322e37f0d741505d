import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createVerifier,
  type KeysEvent,
  OAuthError,
  type Verifier,
  type VerifierOptions,
} from "../src/index.js";
import { createKeyStore } from "../src/key-store.js";
import { reasonOf } from "./support/expect-refusal.js";
import {
  answerJson,
  answerStatus,
  audience,
  claimsAt,
  createSigningKey,
  encode,
  headerOf,
  signToken,
  startIssuer,
  type TestIssuer,
  testNow,
} from "./support/issuer.js";

const key = createSigningKey();
const nextKey = createSigningKey();
const weakKey = createSigningKey("RS256", generateKeyPairSync("rsa", { modulusLength: 1024 }));
const minutes = 60_000;
const hours = 60 * minutes;

let issuer: TestIssuer;
let now: number;
let events: KeysEvent[];
const open: Verifier[] = [];

beforeEach(async () => {
  issuer = await startIssuer([key]);
  now = testNow;
  events = [];
});
afterEach(async () => {
  for (const verifier of open.splice(0)) verifier.close();
  await issuer.close();
});

function createTestVerifier(options: Partial<VerifierOptions> = {}): Verifier {
  const verifier = createVerifier({
    issuer: issuer.issuer,
    audience,
    now: () => now,
    onKeysEvent: (event) => events.push(event),
    ...options,
  });
  open.push(verifier);
  return verifier;
}

async function createReadyVerifier(options: Partial<VerifierOptions> = {}): Promise<Verifier> {
  const verifier = createTestVerifier(options);
  await verifier.refreshKeys();
  return verifier;
}

let tokens = 0;
const tokenOf = (signingKey = key, claims = {}, header = {}): string =>
  signToken(
    signingKey,
    { ...claimsAt(issuer.issuer, now), exp: now / 1_000 + 30 * 3_600, jti: `jti-${tokens++}`, ...claims },
    header,
  );

async function refusalOf(verifier: Verifier, token: string): Promise<OAuthError> {
  const error = await verifier.verify(token).catch((cause: unknown) => cause);
  if (error instanceof OAuthError) return error;
  throw new Error("the token was admitted");
}

describe("fetching the JWK Set (RFC 7517 §5)", () => {
  it("lets the first requests wait for the first fetch", async () => {
    const verifier = createTestVerifier();
    const all = await Promise.all([tokenOf(), tokenOf(), tokenOf()].map((token) => verifier.verify(token)));
    expect(all).toHaveLength(3);
    expect(issuer.fetches()).toBe(1);
  });

  it("has one fetch in flight, whoever asks [key-store-1]", async () => {
    const verifier = await createReadyVerifier();
    await Promise.all(Array.from({ length: 10 }, () => verifier.refreshKeys()));
    expect(issuer.fetches()).toBe(2);
  });

  it("fetches from jwksUrl where it is not under the issuer", async () => {
    const verifier = await createReadyVerifier({ issuer: "https://issuer.invalid", jwksUrl: issuer.jwksUrl });
    expect(await reasonOf(() => verifier.verify(tokenOf(key, { iss: "https://issuer.invalid" })))).toBe(
      "admitted",
    );
  });

  it("ignores keys of other kinds, for other uses and too short ones", async () => {
    const encryption = { ...nextKey.jwk, use: "enc" };
    const other = { ...nextKey.jwk, alg: "PS256" };
    issuer.publish([{ kty: "EC", kid: "ec" }, encryption, other, weakKey.jwk, key.jwk]);
    const verifier = await createReadyVerifier({ jwksCooldownSeconds: 3_600 });
    expect(verifier.keysStatus().count).toBe(1);
    expect(await reasonOf(() => verifier.verify(tokenOf(weakKey)))).toBe("token_kid_unknown");
  });
});

describe("a bad answer changes nothing [key-store-2]", () => {
  it.each([
    ["500", answerStatus(500, "{}")],
    ["404", answerStatus(404)],
    ["204", answerStatus(204)],
    ["HTML", answerStatus(200, "<!doctype html><h1>Maintenance</h1>")],
    ["an empty set", answerJson({ keys: [] })],
    ["no set", answerJson({ error: "server_error" })],
    ["keys that are no list", answerJson({ keys: {} })],
    ["null", answerJson(null)],
    ["a set without usable keys", answerJson({ keys: [{ ...nextKey.jwk, use: "enc" }, weakKey.jwk, 7] })],
    ["10 MB", answerStatus(200, " ".repeat(10_000_000) + JSON.stringify({ keys: [nextKey.jwk] }))],
  ])("%s", async (_name, answer) => {
    const verifier = await createReadyVerifier();
    issuer.answer(answer);
    await verifier.refreshKeys();
    expect(verifier.keysStatus()).toMatchObject({ count: 1, attempts: 2 });
    expect(verifier.keysStatus().lastError).not.toBeNull();
    expect(events.map((event) => event.outcome)).toEqual(["loaded", "failed"]);
    expect(await reasonOf(() => verifier.verify(tokenOf()))).toBe("admitted");
  });

  it("a redirect, which is not followed [key-store-3]", async () => {
    await using elsewhere = await startIssuer([nextKey]);
    const verifier = await createReadyVerifier();
    issuer.answer(answerStatus(302, "", { location: elsewhere.jwksUrl }));
    await verifier.refreshKeys();
    expect(verifier.keysStatus().lastError).toContain("302");
    expect(elsewhere.fetches()).toBe(0);
    expect(await reasonOf(() => verifier.verify(tokenOf()))).toBe("admitted");
  });

  it("a connection that breaks off", async () => {
    const verifier = await createReadyVerifier();
    issuer.answer((_request, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"keys":[');
      response.socket?.destroy();
    });
    await verifier.refreshKeys();
    expect(await reasonOf(() => verifier.verify(tokenOf()))).toBe("admitted");
  });
});

describe("an outage of the authorization server", () => {
  it("serves stale keys up to the bound, then answers 503 with Retry-After [key-store-4]", async () => {
    const verifier = await createReadyVerifier();
    const token = tokenOf();
    await verifier.verify(token);
    await issuer.close();
    now += 24 * hours - 1;
    await verifier.refreshKeys();
    expect(verifier.keysStatus()).toMatchObject({ isStale: true, count: 1, ageSeconds: 86_399 });
    expect(await reasonOf(() => verifier.verify(token))).toBe("admitted");
    expect(await reasonOf(() => verifier.verify(tokenOf()))).toBe("admitted");
    now += 1;
    for (const refused of [token, tokenOf()]) {
      const error = await refusalOf(verifier, refused);
      expect(error).toMatchObject({
        status: 503,
        code: "temporarily_unavailable",
        reason: "keys_unavailable",
      });
      expect(Number(error.headers["retry-after"])).toBeGreaterThan(0);
    }
    expect(verifier.keysStatus().count).toBe(0);
  });

  it("has a bound that can be set, below what Cache-Control allows too", async () => {
    const verifier = await createReadyVerifier({ jwksStaleSeconds: 60 });
    now += 59_999;
    expect(verifier.keysStatus()).toMatchObject({ count: 1, isStale: false });
    now += 1;
    expect(verifier.keysStatus()).toMatchObject({ count: 0, isStale: true });
    expect(await reasonOf(() => verifier.verify(tokenOf()))).toBe("admitted");
    expect(issuer.fetches()).toBe(2);
  });

  it("answers 503 without any keys, and recovers by itself", async () => {
    issuer.answer(answerStatus(503));
    const verifier = await createReadyVerifier();
    expect(await refusalOf(verifier, tokenOf())).toMatchObject({ status: 503, reason: "keys_unavailable" });
    issuer.publish([key.jwk]);
    now += 1_000;
    expect(await reasonOf(() => verifier.verify(tokenOf()))).toBe("admitted");
  });

  it("does not call a new key's token invalid while the keys are stale and cannot be fetched", async () => {
    const verifier = await createReadyVerifier();
    issuer.answer(answerStatus(500));
    now += 2 * hours;
    expect(await refusalOf(verifier, tokenOf(nextKey))).toMatchObject({
      status: 503,
      reason: "keys_unavailable",
    });
    expect(await reasonOf(() => verifier.verify(tokenOf()))).toBe("admitted");
  });

  it("does not do so either where the last fetch failed and the keys are still fresh", async () => {
    const verifier = await createReadyVerifier();
    issuer.answer(answerStatus(500));
    now += 10_000;
    expect(await refusalOf(verifier, tokenOf(nextKey))).toMatchObject({ status: 503 });
    issuer.publish([key.jwk, nextKey.jwk]);
    now += 10_000;
    expect(await reasonOf(() => verifier.verify(tokenOf(nextKey)))).toBe("admitted");
  });

  it("rotates with the issuer: a new key is fetched when its first token arrives", async () => {
    const verifier = await createReadyVerifier();
    issuer.publish([key.jwk, nextKey.jwk]);
    now += 10_000;
    expect(await reasonOf(() => verifier.verify(tokenOf(nextKey)))).toBe("admitted");
    expect(await reasonOf(() => verifier.verify(tokenOf(key)))).toBe("admitted");
    expect(issuer.fetches()).toBe(2);
  });
});

describe("made-up kids", () => {
  it("cause at most one fetch per cooldown, counted from the attempt", async () => {
    const verifier = await createReadyVerifier();
    const flood = () =>
      Promise.all(
        Array.from({ length: 100 }, (_, index) => {
          const token = tokenOf(nextKey, {}, { kid: `made-up-${now}-${index}` });
          return reasonOf(() => verifier.verify(token));
        }),
      );
    now += 9_999;
    expect(new Set(await flood())).toEqual(new Set(["token_kid_unknown"]));
    expect(issuer.fetches()).toBe(1);
    now += 1;
    expect(new Set(await flood())).toEqual(new Set(["token_kid_unknown"]));
    expect(issuer.fetches()).toBe(2);
    now += 9_999;
    await flood();
    expect(issuer.fetches()).toBe(2);
  });

  it("cause at most one fetch per cooldown at a thousand a second, and are forgotten [key-store-5]", async () => {
    const verifier = await createReadyVerifier();
    const payload = encode(claimsAt(issuer.issuer, now));
    const reasons = new Set<string>();
    for (let second = 1; second <= 30; second++) {
      now += 1_000;
      const tokens = Array.from({ length: 1_000 }, (_, index) => {
        const header = encode({ ...headerOf(key), kid: `made-up-${second}-${index}` });
        return `${header}.${payload}.c2lnbmF0dXJl`;
      });
      for (const reason of await Promise.all(tokens.map((token) => reasonOf(() => verifier.verify(token)))))
        reasons.add(reason);
    }
    expect(reasons).toEqual(new Set(["token_kid_unknown"]));
    expect(verifier.keysStatus().attempts).toBe(1 + 30 / 10);
    expect(issuer.fetches()).toBe(1 + 30 / 10);
    expect(await reasonOf(() => verifier.verify(tokenOf()))).toBe("admitted");
  });

  it("count failed attempts too", async () => {
    const verifier = await createReadyVerifier();
    issuer.answer(answerStatus(500));
    now += 10_000;
    for (let count = 0; count < 20; count++) await reasonOf(() => verifier.verify(tokenOf(nextKey)));
    expect(issuer.fetches()).toBe(2);
  });

  it("are remembered: the same one causes no second fetch for a minute", async () => {
    const verifier = await createReadyVerifier();
    const attempt = () => reasonOf(() => verifier.verify(tokenOf(nextKey)));
    now += 10_000;
    expect(await attempt()).toBe("token_kid_unknown");
    now += 50_000;
    expect(await attempt()).toBe("token_kid_unknown");
    expect(issuer.fetches()).toBe(2);
    now += 10_000;
    issuer.publish([nextKey.jwk]);
    expect(await attempt()).toBe("admitted");
    expect(issuer.fetches()).toBe(3);
  });

  it("of absurd length cause no fetch", async () => {
    const verifier = await createReadyVerifier();
    now += minutes;
    const token = tokenOf(nextKey, {}, { kid: "k".repeat(257) });
    expect(await reasonOf(() => verifier.verify(token))).toBe("token_kid_unknown");
    expect(issuer.fetches()).toBe(1);
  });
});

describe("refreshing ahead of expiry (RFC 9111 §4.2)", () => {
  const createStore = (freshSeconds: { least: number; most: number }) =>
    createKeyStore({
      url: new URL(issuer.jwksUrl),
      file: undefined,
      algorithms: ["RS256"],
      cooldownSeconds: 0,
      staleSeconds: 60,
      freshSeconds,
      refreshInBackground: true,
      now: Date.now,
      onEvent: (event) => events.push(event),
      onKeysGone: () => {},
    });

  it("fetches again by itself, and again [key-store-6]", async () => {
    const store = createStore({ least: 0, most: 0.02 });
    await store.refresh();
    await issuer.nextFetch();
    await issuer.nextFetch();
    store.close();
    expect(store.find(key.kid, Date.now())).toBeDefined();
  });

  it("tries again by itself after a failure", async () => {
    issuer.answer(answerStatus(500));
    const store = createStore({ least: 1, most: 1 });
    await store.refresh();
    issuer.publish([key.jwk]);
    await issuer.nextFetch();
    await store.refresh();
    store.close();
    expect(store.status()).toMatchObject({ count: 1, lastError: null });
  });

  it.each([
    ["max-age within the bounds", { "cache-control": "public, max-age=600" }, 600],
    ["max-age less Age", { "cache-control": "max-age=600", age: "500" }, 100],
    ["max-age above the bounds", { "cache-control": "max-age=999999" }, 3_600],
    ["max-age=0", { "cache-control": "max-age=0" }, 30],
    ["no-store", { "cache-control": "no-store" }, 30],
    ["nothing", {}, 300],
  ])("honours Cache-Control: %s", async (_name, headers, freshSeconds) => {
    issuer.publish([key.jwk], headers);
    const verifier = await createReadyVerifier();
    now += freshSeconds * 1_000 - 1;
    expect(verifier.keysStatus().isStale).toBe(false);
    now += 1;
    expect(verifier.keysStatus().isStale).toBe(true);
  });

  it("shows how long the keys have served and may serve, and what failed", async () => {
    const verifier = await createReadyVerifier();
    issuer.answer(answerStatus(500));
    now += 60_000;
    await verifier.refreshKeys();
    expect(verifier.keysStatus()).toEqual({
      count: 1,
      source: "url",
      ageSeconds: 60,
      usableSeconds: 86_340,
      isStale: false,
      attempts: 2,
      failures: 1,
      lastError: "the JWKS URL answered 500",
      fileError: null,
      clockAheadSeconds: expect.any(Number),
    });
  });

  it("tells how far this clock is ahead of the issuer's, unless a cache has answered, whose Date is old", async () => {
    now = Date.now() + 86_400_000;
    const verifier = await createReadyVerifier();
    const ahead = () => verifier.keysStatus().clockAheadSeconds ?? Number.NaN;
    expect(Math.abs(ahead() - 86_400)).toBeLessThan(3);
    now -= 86_400_000;
    issuer.publish([key.jwk], { age: "100" });
    await verifier.refreshKeys();
    expect(Math.abs(ahead() - 86_400)).toBeLessThan(3);
  });

  it("stops when closed", async () => {
    const verifier = await createReadyVerifier();
    verifier.close();
    await verifier.refreshKeys();
    expect(issuer.fetches()).toBe(1);
    expect(await reasonOf(() => verifier.verify(tokenOf()))).toBe("admitted");
  });
});

describe("A new verifier", () => {
  it("fetches the keys at once, without being asked anything", async () => {
    createTestVerifier();
    await issuer.nextFetch();
    expect(issuer.fetches()).toBe(1);
  });
});

describe("refreshInBackground: false", () => {
  const options = { refreshInBackground: false };

  it("fetches nothing before the first token, and lets that wait", async () => {
    const verifier = createTestVerifier(options);
    expect(verifier.keysStatus().attempts).toBe(0);
    expect(verifier.verifyNow(tokenOf())).toBeUndefined();
    expect(await reasonOf(() => verifier.verify(tokenOf()))).toBe("admitted");
    expect(issuer.fetches()).toBe(1);
  });

  it("fetches again with the first token after the keys' time, also where it has seen that token", async () => {
    const verifier = createTestVerifier(options);
    const token = tokenOf();
    await verifier.verify(token);
    now += 300_000 - 1;
    expect(verifier.verifyNow(token)).toBeDefined();
    now += 1;
    expect(verifier.verifyNow(token)).toBeUndefined();
    issuer.publish([nextKey.jwk]);
    expect(await reasonOf(() => verifier.verify(token))).toBe("token_kid_unknown");
    expect(issuer.fetches()).toBe(2);
  });

  it("serves on while the issuer is away, with one attempt per cooldown", async () => {
    const verifier = createTestVerifier(options);
    await verifier.verify(tokenOf());
    issuer.answer(answerStatus(500));
    now += 2 * hours;
    for (let count = 0; count < 5; count++) {
      expect(await reasonOf(() => verifier.verify(tokenOf()))).toBe("admitted");
    }
    expect(issuer.fetches()).toBe(2);
  });
});

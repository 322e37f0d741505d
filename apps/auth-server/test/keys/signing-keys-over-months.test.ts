import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { maxAccessTokenSeconds } from "../../src/bounds.js";
import { jwksMaxAgeSeconds, keyPolicy, upcomingKeySteps } from "../../src/keys/life-cycle.js";
import { keepKeysRotating, rotateKeys } from "../../src/keys/rotation.js";
import { listSigningKeys } from "../../src/keys/signing-keys.sql.js";
import { asOperator } from "../support/databases.js";
import { createClient, createResources, type TestClient } from "../support/fixtures.js";
import { apiAt, replicas } from "../support/replicas.js";
import type { TestServer } from "../support/server.js";
import { askByClientCredentials, expectTokens } from "../support/token-requests.js";

const day = 86_400;
const signingSeconds = 30 * day;
const skewSeconds = 60;

interface SignedToken {
  readonly text: string;
  readonly kid: string;
  readonly exp: number;
}

async function sign(server: TestServer, client: TestClient): Promise<SignedToken> {
  const { access_token, expires_in } = expectTokens(await askByClientCredentials(server, client));
  const [header = ""] = access_token.split(".");
  const { kid } = JSON.parse(Buffer.from(header, "base64url").toString());
  return { text: access_token, kid, exp: server.context.now() / 1000 + expires_in };
}

/** Small steps around each change in the life cycle, in seconds from when it is due. */
const around = [-12, -1, 0, 8, 9, 299, 308];
/** The slower replica reloads just before the step is due, and then ten seconds later. */
const isUnseenBy = (offset: number) => offset >= 0 && offset < 9;

describe("Signing keys over a year, with two replicas", () => {
  it("refuse no token that lives, have one active key, and each appears and goes when it should [signing-keys-over-months-1]", async () => {
    const { clock, one, other } = await replicas({
      SIGNING_KEY_SECONDS: String(signingSeconds),
      ACCESS_TOKEN_SECONDS: String(maxAccessTokenSeconds),
    });
    await rotateKeys(one.context);
    await rotateKeys(other.context);
    await createResources(one);
    const client = await createClient(one);
    const apis = [await apiAt(one, clock), await apiAt(other, clock)];
    // These fetch at the last moment before the slower replica publishes a change.
    const lateApis = [await apiAt(one, clock), await apiAt(other, clock)];
    const policy = keyPolicy(signingSeconds, maxAccessTokenSeconds);
    const end = clock.seconds + 365 * day;
    const dues: number[] = [];
    const publishedSince = new Map<string, number>();
    const lastExp = new Map<string, number>();
    const gone = new Set<string>();
    let living: SignedToken[] = [];
    let verified = 0;

    while (clock.seconds < end) {
      const at = clock.seconds;
      const due = dues.findLast((seconds) => at >= seconds - 12) ?? at;
      const [first, last] = dues.indexOf(due) % 2 === 0 ? [one, other] : [other, one];
      await rotateKeys(first.context);
      if (!isUnseenBy(at - due)) await rotateKeys(last.context);

      const stored = await listSigningKeys(one.db);
      expect(stored.filter(({ state }) => state === "active")).toHaveLength(1);
      const published = [one, other].map(({ context }) => context.keyRing.jwks.keys.map(({ kid }) => kid));
      for (const kid of new Set(published.flat())) {
        if (published.every((kids) => kids.includes(kid)) && !publishedSince.has(kid))
          publishedSince.set(kid, at);
      }
      for (const kid of lastExp.keys()) {
        if (gone.has(kid) || published.every((kids) => kids.includes(kid))) continue;
        gone.add(kid);
        expect(at).toBeGreaterThanOrEqual((lastExp.get(kid) ?? at) + skewSeconds);
      }

      const signed = [await sign(one, client), await sign(other, client)];
      for (const { kid, exp } of signed) {
        if (!lastExp.has(kid) && lastExp.size > 0)
          expect(at - (publishedSince.get(kid) ?? at)).toBeGreaterThanOrEqual(jwksMaxAgeSeconds);
        lastExp.set(kid, exp);
      }
      living = [...living.filter(({ exp }) => exp > at), ...signed];
      const asked = isUnseenBy(at - due) && at - due < 8 ? apis : [...apis, ...lateApis];
      for (const { verifier } of asked) {
        for (const { text } of living) await verifier.verify(text);
        verified += living.length;
      }

      const next = upcomingKeySteps(stored, policy, []).map(({ dueAt }) => dueAt / 1000);
      for (const seconds of next) if (!dues.includes(seconds)) dues.push(seconds);
      dues.sort((a, b) => a - b);
      // The last second of each key's last token is among the moments tested.
      const moments = dues.flatMap((seconds) => around.map((offset) => seconds + offset));
      for (const [kid, exp] of lastExp) if (kid !== signed[0]?.kid) moments.push(exp - 1);
      clock.seconds = Math.min(at + 0.95 * day, ...moments.filter((seconds) => seconds > at));
    }

    expect(lastExp.size).toBeGreaterThanOrEqual(12);
    expect(gone.size).toBe(lastExp.size - 1);
    const { rows } = await one.db.query(
      "select event, count(*)::int as times from audit_events where event like 'signing_key.%' group by event order by event",
    );
    expect(rows).toEqual([
      { event: "signing_key.activated", times: lastExp.size },
      { event: "signing_key.removed", times: gone.size },
      { event: "signing_key.staged", times: lastExp.size },
    ]);
    expect(verified).toBeGreaterThan(5_000);
    for (const { fetches } of [...apis, ...lateApis]) {
      const gaps = fetches.slice(1).map((seconds, index) => seconds - (fetches[index] ?? 0));
      // No kid was ever unknown to a verifier: each fetched only when max-age was over.
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(jwksMaxAgeSeconds);
    }
  }, 120_000);
});

describe("Two replicas that start at once on a database without a key", () => {
  it("end with one active key, and both sign with it [signing-keys-over-months-2]", async () => {
    const { one, other, databaseUrl } = await replicas();
    await asOperator("delete from signing_keys", databaseUrl);
    const stopping = new AbortController();
    const start = async ({ context }: TestServer) => {
      await rotateKeys(context);
      await keepKeysRotating(context, stopping.signal);
    };
    const running = [start(one), start(other)];
    while (!(one.context.keyRing.ready && other.context.keyRing.ready)) await sleep(20);
    stopping.abort();
    await Promise.all(running);
    expect((await listSigningKeys(one.db)).map(({ state }) => state)).toEqual(["active"]);
    expect(one.context.keyRing.keyFor("RS256").kid).toBe(other.context.keyRing.keyFor("RS256").kid);
  });
});

import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { networkOf } from "../../src/http/address-prefix.js";
import { insertResource } from "../../src/resources/resources.sql.js";
import { hashRefreshSecret } from "../../src/sessions/refresh-token.js";
import { rotateSession, rotateSessions } from "../../src/sessions/rotate.sql.js";
import { signedIn } from "../support/authorization.js";
import { textOf } from "../support/browser.js";
import { type ClientOptions, createClient, createParties, createUser, notes } from "../support/fixtures.js";
import { lockSessionRow } from "../support/row-lock.js";
import { auditOf, read, sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, type TestServer, testServer } from "../support/server.js";
import {
  type Answer,
  expectRefreshToken,
  expectRefusal,
  identify,
  type Parameters,
  postForm,
  signIn,
} from "../support/token-requests.js";

const proxied = { TRUST_PROXY: "127.0.0.1", COUNTRY_HEADER: "CF-IPCountry" };
const server = await testServer({ env: { ...proxied, REFRESH_BURST: "3" } });
const strict = await testServer({
  env: { ...proxied, ON_ADDRESS_CHANGE: "revoke", REFRESH_BURST: "3", ON_REFRESH_BURST: "revoke" },
});
const lenient = await testServer({ env: { ...proxied, ON_ADDRESS_CHANGE: "ignore", REFRESH_BURST: "0" } });
const { client, user } = await createParties(server);

const home = "192.0.2.7";
const sameNetwork = "192.0.2.200";
const elsewhere = "198.51.100.9";

/** The origin of a request, as the proxy reports it. */
const from = (address: string, country?: string): Parameters => ({
  "x-forwarded-for": address,
  ...(country !== undefined && { "cf-ipcountry": country }),
});

async function signInFrom(at: TestServer, where: Parameters, by = client, owner = user): Promise<string> {
  const form = { grant_type: "password", username: owner.email, password: owner.password, ...identify(by) };
  return expectRefreshToken(await postForm(at, form, where)).refresh_token;
}

const askFrom = (at: TestServer, where: Parameters, token: string, more: Parameters = {}, by = client) =>
  postForm(at, { grant_type: "refresh_token", refresh_token: token, ...identify(by), ...more }, where);

const refreshFrom = async (
  at: TestServer,
  where: Parameters,
  token: string,
  more: Parameters = {},
  by = client,
) => expectRefreshToken(await askFrom(at, where, token, more, by)).refresh_token;

const expectEnded = (answer: Answer, reason: "session_address_changed" | "session_refresh_burst") =>
  expectRefusal(answer, 400, "invalid_grant", reason);

/** A session's audit events since its sign-in. */
const news = async (token: string): Promise<string[]> =>
  (await auditOf(server, sessionIdOf(server, token))).slice(1);

/** How often a change of address was audited. */
const changes = async (token: string): Promise<number> =>
  (await news(token)).filter((event) => event === "session.address_changed").length;

/** The details of a session's audit events, in order. */
async function details(token: string): Promise<unknown[]> {
  const { rows } = await server.db.query<{ detail: unknown }>(
    "select detail from audit_events where session_id = $1 and detail is not null order by id",
    [sessionIdOf(server, token)],
  );
  return rows.map(({ detail }) => detail);
}

// A narrowed scope goes to the database singly, everything else in batches.
const paths = [
  ["in the common statement", {}],
  ["in a statement of its own", { scope: "notes:read" }],
] as const;

describe.each(paths)("A change of address, %s", (_, more) => {
  it("is audited once where the policy is log, and the session goes on", async () => {
    const first = await signInFrom(server, from(home));
    const second = await refreshFrom(server, from(sameNetwork), first, more);
    expect(await news(first)).toEqual([]);
    const third = await refreshFrom(server, from(elsewhere), second, more);
    expect(await news(first)).toEqual(["session.address_changed"]);
    expect(await details(first)).toEqual([{ from: "192.0.2.0/24", to: "198.51.100.0/24" }]);
    await refreshFrom(server, from("198.51.100.77"), third, more);
    expect(await news(first)).toHaveLength(1);
    expect(await sessionOf(server, first)).toMatchObject({ generation: 3, last_address: "198.51.100.77" });
  });

  it("ends the session where the policy is revoke: committed, audited, and dead from then on", async () => {
    const first = await signInFrom(strict, from(home));
    const second = await refreshFrom(strict, from(sameNetwork), first, more);
    expectEnded(await askFrom(strict, from(elsewhere), second, more), "session_address_changed");
    expect(await sessionOf(server, first)).toMatchObject({
      generation: 1,
      revoke_reason: "session_address_changed",
      last_address: sameNetwork,
    });
    expect(await news(first)).toEqual([
      "session.address_changed",
      "session.revoked: session_address_changed",
    ]);
    const after = await askFrom(strict, from(home), second, more);
    expectRefusal(after, 400, "invalid_grant", "refresh_token_revoked");
  });

  it("is nothing where the policy is ignore", async () => {
    const first = await signInFrom(lenient, from(home, "AT"));
    await refreshFrom(lenient, from(elsewhere, "DE"), first, more);
    expect(await news(first)).toEqual([]);
    expect(await sessionOf(server, first)).toMatchObject({ last_address: elsewhere, last_country: "DE" });
  });

  it("is the change of a country, too, where both are known", async () => {
    const first = await signInFrom(server, from(home, "AT"));
    const second = await refreshFrom(server, from(home), first, more);
    const third = await refreshFrom(server, from(home, "at"), second, more);
    expect(await news(first)).toEqual([]);
    await refreshFrom(server, from(home, "DE"), third, more);
    expect(await news(first)).toEqual(["session.address_changed"]);
    expect(await details(first)).toEqual([
      { from: "192.0.2.0/24", to: "192.0.2.0/24", from_country: "AT", to_country: "DE" },
    ]);
    expect((await sessionOf(server, first)).last_country).toBe("DE");

    const strictOne = await signInFrom(strict, from(home, "AT"));
    expectEnded(await askFrom(strict, from(home, "DE"), strictOne, more), "session_address_changed");
  });
});

describe("Networks as PostgreSQL compares them", () => {
  const [v4, v6] = ["192.0.2.7", "2001:db8:1:2::7"];
  it.each([
    [v4, "192.0.2.0", true],
    [v4, "192.0.2.255", true],
    [v4, "192.0.3.0", false],
    [v4, "192.0.1.255", false],
    [v4, "::ffff:192.0.2.9", true],
    [v4, v6, false],
    [v6, "2001:db8:1:ffff:ffff:ffff:ffff:ffff", true],
    [v6, "2001:db8:1::", true],
    [v6, "2001:db8:2::", false],
    [v6, "2001:db8::ffff", false],
    [v6, v4, false],
  ])("after %s, %s is the same network: %s, for one and for many", async (last, address, same) => {
    const { refresh_token } = await signIn(server, client, user);
    const { sessionId, generation, secret } = read(server, refresh_token);
    const tx = await server.db.connect();
    await tx.query("begin");
    await tx.query("update sessions set last_address = $2 where id = $1", [sessionId, last]);
    const rotation = {
      ...{
        sessionId,
        generation,
        clientId: client.clientId,
        accessTokenId: sessionId,
        requestId: "a request",
      },
      ...{
        secretHash: hashRefreshSecret(secret),
        nextSecretHash: Buffer.alloc(32),
        scope: null,
        resource: null,
        jkt: null,
      },
      ...{ idleSeconds: 60, accessTokenSeconds: 600, burst: null, country: null, userAgent: null },
      ...{ address, network: networkOf(address) },
    };
    await tx.query("savepoint one");
    const one = await rotateSession(tx, rotation);
    await tx.query("rollback to one");
    const many = await rotateSessions(tx, [rotation]);
    await tx.query("rollback");
    tx.release();
    expect([one !== null, many.size === 1]).toEqual([same, same]);
  });

  it("know an IPv4 address that an earlier version wrote as IPv6 has it: no change, no event", async () => {
    const first = await signInFrom(strict, from(home));
    await server.db.query("update sessions set last_address = '::ffff:192.0.2.7' where id = $1", [
      sessionIdOf(server, first),
    ]);
    await refreshFrom(strict, from(sameNetwork), first);
    expect(await news(first)).toEqual([]);
    expect((await sessionOf(server, first)).last_address).toBe(sameNetwork);
  });

  it("get an IPv4 address as such, however the socket shows it", async () => {
    const first = await signInFrom(strict, from("::ffff:192.0.2.7"));
    expect((await sessionOf(server, first)).last_address).toBe(home);
    await refreshFrom(strict, from(home), first);
  });
});

describe("The country", () => {
  const countryAfter = async (at: TestServer, where: Parameters) =>
    (await sessionOf(at, await signInFrom(at, where))).last_country;

  it.each([
    ["AT", "AT"],
    ["at", "AT"],
    ["XX", null],
    ["ZZ", null],
    ["T1", null],
    ["AUT", null],
    ["A", null],
    ["", null],
    ["AT, DE", null],
    ["Ä", null],
  ])("that the proxy calls %j is %j", async (told, country) => {
    expect(await countryAfter(server, from(home, told))).toBe(country);
  });

  it("is nobody's word but a trusted proxy's", async () => {
    const elsewhereProxied = await testServer({ env: { ...proxied, TRUST_PROXY: "10.0.0.0/8" } });
    expect(await countryAfter(elsewhereProxied, from(home, "AT"))).toBeNull();
    expect(await countryAfter(await testServer(), from(home, "AT"))).toBeNull();
    expect(await countryAfter(server, { "cf-ipcountry": "AT" })).toBe("AT");
  });

  it("stays known where a refresh comes without one", async () => {
    const first = await signInFrom(server, from(home, "AT"));
    const second = await refreshFrom(server, from(home, "XX"), first);
    expect((await sessionOf(server, second)).last_country).toBe("AT");
  });
});

describe.each(paths)("A burst of refreshes, %s", (_, more) => {
  /** Refresh this many times. @returns the last token */
  async function times(count: number, at: TestServer, token: string, by = client): Promise<string> {
    let current = token;
    for (let turn = 0; turn < count; turn += 1) current = await refreshFrom(at, {}, current, more, by);
    return current;
  }

  it("is audited once where the policy is log: at the first refresh beyond the limit", async () => {
    const first = await signInFrom(server, {});
    const atLimit = await times(3, server, first);
    expect(await news(first)).toEqual([]);
    const beyond = await times(1, server, atLimit);
    expect(await news(first)).toEqual(["session.refresh_burst"]);
    expect(await details(first)).toEqual([{ refreshes: 4, within_seconds: 600 }]);
    await times(4, server, beyond);
    expect(await news(first)).toHaveLength(1);
    expect(await sessionOf(server, first)).toMatchObject({ generation: 8, burst_count: 8 });
  });

  it("ends the session where the policy is revoke, at the first refresh beyond the limit", async () => {
    const first = await signInFrom(strict, {});
    const atLimit = await times(3, strict, first);
    expectEnded(await askFrom(strict, {}, atLimit, more), "session_refresh_burst");
    expect(await sessionOf(server, first)).toMatchObject({
      generation: 3,
      revoke_reason: "session_refresh_burst",
    });
    expect(await news(first)).toEqual(["session.refresh_burst", "session.revoked: session_refresh_burst"]);
  });

  it("is counted anew once an access token's life is over", async () => {
    const first = await signInFrom(strict, {});
    const atLimit = await times(3, strict, first);
    await passTime(server, 600);
    const again = await times(3, strict, atLimit);
    expect(await sessionOf(server, first)).toMatchObject({ generation: 6, burst_count: 3 });
    expectEnded(await askFrom(strict, {}, again, more), "session_refresh_burst");
  });

  it("is counted within the life that client and resource give an access token", async () => {
    const brief = await createClient(server, { accessTokenSeconds: 60 });
    const first = await signInFrom(strict, {}, brief);
    const atLimit = await times(3, strict, first, brief);
    await passTime(server, 60);
    await times(3, strict, atLimit, brief);

    const uri = `https://bank.example.com/${randomUUID()}`;
    await insertResource(server.db, { ...notes, uri, accessTokenSeconds: 60 });
    const banking = await createClient(server, { scope: notes.scope, resources: [uri] });
    const second = await signInFrom(strict, {}, banking);
    const full = await times(3, strict, second, banking);
    await passTime(server, 60);
    await times(2, strict, full, banking);
    expect(await sessionOf(server, second)).toMatchObject({ generation: 5, burst_count: 2 });
  });

  it("is anything where REFRESH_BURST is 0", async () => {
    const first = await signInFrom(lenient, {});
    await times(6, lenient, first);
    expect(await news(first)).toEqual([]);
  });

  it("does not count retries", async () => {
    const first = await signInFrom(strict, {});
    const second = await times(1, strict, first);
    for (let turn = 0; turn < 6; turn += 1) expect(await times(1, strict, first)).toBe(second);
    expect(await sessionOf(server, first)).toMatchObject({ generation: 1, burst_count: 1, retry_count: 6 });
    await times(2, strict, second);
  });
});

describe("A client's own policies", () => {
  const own = (options: ClientOptions) => createClient(server, options);

  it("come before ON_ADDRESS_CHANGE, either way", async () => {
    const severe = await own({ onAddressChange: "revoke" });
    const first = await signInFrom(server, from(home), severe);
    expectEnded(await askFrom(server, from(elsewhere), first, {}, severe), "session_address_changed");

    const watched = await own({ onAddressChange: "log" });
    const second = await signInFrom(strict, from(home), watched);
    await refreshFrom(strict, from(elsewhere), second, {}, watched);
    expect(await news(second)).toEqual(["session.address_changed"]);

    const roaming = await own({ onAddressChange: "ignore" });
    const third = await signInFrom(strict, from(home), roaming);
    await refreshFrom(strict, from(elsewhere), third, {}, roaming);
    expect(await news(third)).toEqual([]);
  });

  it("come before REFRESH_BURST and ON_REFRESH_BURST, either way", async () => {
    const tight = await own({ refreshBurst: 1, onRefreshBurst: "revoke" });
    const first = await signInFrom(lenient, {}, tight);
    const second = await refreshFrom(lenient, {}, first, {}, tight);
    expectEnded(await askFrom(lenient, {}, second, {}, tight), "session_refresh_burst");

    const free = await own({ refreshBurst: 0 });
    let token = await signInFrom(strict, {}, free);
    for (let turn = 0; turn < 5; turn += 1) token = await refreshFrom(strict, {}, token, {}, free);

    const watched = await own({ onRefreshBurst: "log" });
    token = await signInFrom(strict, {}, watched);
    for (let turn = 0; turn < 5; turn += 1) token = await refreshFrom(strict, {}, token, {}, watched);
    expect(await news(token)).toEqual(["session.refresh_burst"]);
  });
});

describe("A session that a policy ended", () => {
  it.each([
    ["was suddenly used from another network", from(elsewhere), 0],
    ["was renewed far more often than an app needs", from(home), 3],
  ])("is shown to its user: it %s", async (words, where, refreshes) => {
    const owner = await createUser(server);
    const browser = await signedIn(server, owner);
    expect(textOf((await browser.visit("/account")).body)).not.toContain("We ended");
    let token = await signInFrom(strict, from(home), client, owner);
    for (let turn = 0; turn < refreshes; turn += 1) token = await refreshFrom(strict, from(home), token);
    expect((await askFrom(strict, where, token)).status).toBe(400);
    expect(textOf((await browser.visit("/account")).body)).toContain(
      `We ended this session because it ${words}.`,
    );
  });
});

describe("Policies where requests overlap", () => {
  it("notice a change once, of however many refreshes in flight across it", async () => {
    const replica = await testServer({ env: proxied });
    const first = await signInFrom(server, from(home));
    const lock = await lockSessionRow(sessionIdOf(server, first));
    const asked = Array.from({ length: 16 }, (_, index) =>
      askFrom(index % 2 === 0 ? server : replica, from(elsewhere), first),
    );
    await lock.waiting(16);
    await lock.release();
    const successors = (await Promise.all(asked)).map((answer) => expectRefreshToken(answer).refresh_token);
    expect(new Set(successors).size).toBe(1);
    expect(await sessionOf(server, first)).toMatchObject({ generation: 1, retry_count: 15 });
    expect((await news(first)).sort()).toEqual([
      ...Array.from({ length: 10 }, () => "refresh_token.retried"),
      "session.address_changed",
    ]);
  });

  it("end the session once, of however many refreshes in flight across it", async () => {
    const first = await signInFrom(strict, from(home));
    const lock = await lockSessionRow(sessionIdOf(server, first));
    const asked = Array.from({ length: 8 }, () => askFrom(strict, from(elsewhere), first));
    await lock.waiting(8);
    await lock.release();
    const reasons = (await Promise.all(asked)).map(({ body }) => body.error_uri?.replace(/.*\//, ""));
    expect(reasons.sort()).toEqual([
      ...Array.from({ length: 7 }, () => "refresh_token_revoked"),
      "session_address_changed",
    ]);
    expect(await news(first)).toEqual([
      "session.address_changed",
      "session.revoked: session_address_changed",
    ]);
  });

  it("notice a burst once, of however many refreshes in flight beyond the limit", async () => {
    let token = await signInFrom(server, {});
    for (let turn = 0; turn < 3; turn += 1) token = await refreshFrom(server, {}, token);
    const lock = await lockSessionRow(sessionIdOf(server, token));
    const asked = Array.from({ length: 8 }, () => askFrom(server, {}, token));
    await lock.waiting(8);
    await lock.release();
    for (const answer of await Promise.all(asked)) expectRefreshToken(answer);
    expect((await news(token)).filter((event) => event === "session.refresh_burst")).toHaveLength(1);
  });
});

describe("A change of address at a lost answer", () => {
  it("ends the session where the policy is revoke: a thief's replay of the parent profits nothing", async () => {
    const parent = await signInFrom(strict, from(home));
    const successor = await refreshFrom(strict, from(home), parent);
    expectEnded(await askFrom(strict, from(elsewhere), parent), "session_address_changed");
    const dead = await askFrom(strict, from(home), successor);
    expectRefusal(dead, 400, "invalid_grant", "refresh_token_revoked");
  });

  it("is a retry like any other from the same network", async () => {
    const parent = await signInFrom(strict, from(home));
    const successor = await refreshFrom(strict, from(home), parent);
    expect(await refreshFrom(strict, from(sameNetwork), parent)).toBe(successor);
    expect(await news(parent)).toEqual(["refresh_token.retried"]);
  });

  it("fills no audit by coming from two networks in turns: each generation is told, and ten changes in an hour", async () => {
    const parent = await signInFrom(server, from(home));
    const child = await refreshFrom(server, from(home), parent);
    for (let turn = 0; turn < 30; turn += 1)
      await refreshFrom(server, from(turn % 2 === 0 ? elsewhere : home), parent);
    expect(await changes(parent)).toBe(10);
    const grandchild = await refreshFrom(server, from(home), child);
    await refreshFrom(server, from(elsewhere), child);
    await refreshFrom(server, from(home), child);
    expect(await changes(parent)).toBe(11);
    await refreshFrom(server, from(home), grandchild);
  });

  it("is audited once where the policy is log, however often the answer is asked for", async () => {
    const parent = await signInFrom(server, from(home));
    const successor = await refreshFrom(server, from(home), parent);
    for (let turn = 0; turn < 3; turn += 1)
      expect(await refreshFrom(server, from(elsewhere, "DE"), parent)).toBe(successor);
    await refreshFrom(server, from(elsewhere, "DE"), successor);
    expect(await news(parent)).toEqual([
      "session.address_changed",
      "refresh_token.retried",
      "refresh_token.retried",
      "refresh_token.retried",
    ]);
  });
});

describe("A refresh that is refused for another reason", () => {
  it("ends and audits nothing by a policy, and uses nothing up", async () => {
    const first = await signInFrom(strict, from(home));
    const answer = await askFrom(strict, from(elsewhere), first, {
      resource: "https://files.example.com/v1",
    });
    expectRefusal(answer, 400, "invalid_target", "resource_exceeds_grant");
    expect(await news(first)).toEqual([]);
    await refreshFrom(strict, from(home), first);
  });
});

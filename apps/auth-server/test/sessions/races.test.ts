/**
 * Everything that ends sessions, simultaneously with what continues them: on two replicas, with a different head
 * start each round. Afterwards every issued token is tried.
 *
 * `RACE_ROUNDS=10000 npx vitest run test/sessions/races.test.ts` takes longer and finds rarer orders.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { changePassword, endBrowser } from "../../src/account/account.js";
import { endSessions } from "../../src/codes/ends.js";
import { rotateKeys } from "../../src/keys/rotation.js";
import { hashSecret } from "../../src/secrets.js";
import { endEverything } from "../../src/users/ends.js";
import { hashPassword } from "../../src/users/hash-password.js";
import { changeUser, disableUser, enableUser } from "../../src/users/users.js";
import { authorizeUrl, createApp, getCode, login, redeem, signedIn } from "../support/authorization.js";
import { Browser } from "../support/browser.js";
import {
  createClient,
  createResources,
  createUser,
  type TestClient,
  type TestUser,
} from "../support/fixtures.js";
import { apiAt, replicas } from "../support/replicas.js";
import { lockRow } from "../support/row-lock.js";
import { type TestServer, testServer } from "../support/server.js";
import {
  type Answer,
  askByPassword,
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  identify,
  refresh,
  signIn,
} from "../support/token-requests.js";

const rounds = Number(process.env.RACE_ROUNDS ?? 200);
const timeout = 20_000 + rounds * 500;

/** Thousands of requests, whose log is not searched. */
const server = await testServer({ withLog: false });
const replica = await testServer({ withLog: false });
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createClient(server);
});

const at = (index: number): TestServer => (index % 2 === 0 ? server : replica);

/**
 * A client that refreshes as fast as it can, alternating between replicas, until it is refused.
 *
 * @returns all tokens it received
 */
async function refreshUntilRefused(first: string): Promise<string[]> {
  const received = [first];
  for (let turn = 0; turn < 6; turn += 1) {
    const answer = await askByRefreshToken(at(turn), client, received.at(-1) ?? "");
    if (answer.body.refresh_token === undefined) return received;
    received.push(answer.body.refresh_token);
  }
  return received;
}

/** `end` happens while two tabs of a client refresh, a little later each round. @returns the reasons that follow */
async function race(
  user: TestUser,
  rounds: number,
  end: (token: string) => Promise<unknown>,
  begin = async () => {},
): Promise<Set<string>> {
  const reasons = new Set<string>();
  const lengths = new Set<number>();
  for (let round = 0; round < rounds; round += 1) {
    await begin();
    const { refresh_token } = await signIn(at(round), client, user);
    const tabs = [refreshUntilRefused(refresh_token), refreshUntilRefused(refresh_token)];
    for (let turn = 0; turn < (round % 20) * 3; turn += 1) await nextTurn();
    await end(refresh_token);
    const handedOut = new Set((await Promise.all(tabs)).flat());
    lengths.add(handedOut.size);
    for (const [index, token] of [...handedOut].toReversed().entries()) {
      const { status, body } = await askByRefreshToken(at(index), client, token);
      expect(status).not.toBe(200);
      reasons.add(body.error_uri?.split("/").at(-1) ?? "");
    }
  }
  // It came before the first refresh in some rounds, after several in others.
  expect(lengths.size).toBeGreaterThan(1);
  return reasons;
}

const by = { address: "192.0.2.1", userAgent: null, requestId: "a request" };
const nobody = "00000000-0000-4000-8000-000000000000";
/** As on the account page; no browser stays signed in. */
async function changeTo({ id: userId }: TestUser, password: string): Promise<number> {
  const { rows } = await server.db.query("select credential_version from users where id = $1", [userId]);
  const { credential_version: credentialVersion } = rows[0];
  return changePassword(replica.context, {
    userId,
    signInId: nobody,
    credentialVersion,
    password,
    origin: by,
  });
}

describe("Refreshes while their session ends [races-1]", { retry: 0 }, () => {
  it(
    "by the client's revocation (RFC 7009): nothing that was handed out works after the answer",
    async () => {
      const user = await createUser(server);
      const revoke = async (token: string) => {
        const { statusCode } = await replica.app.inject({
          method: "POST",
          url: "/oauth2/revoke",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          payload: new URLSearchParams({ token, ...identify(client) }).toString(),
        });
        expect(statusCode).toBe(200);
      };
      expect(await race(user, rounds, revoke)).toEqual(new Set(["refresh_token_revoked"]));
    },
    timeout,
  );

  it(
    "with all of the user's others: nothing that was handed out works afterwards",
    async () => {
      const user = await createUser(server);
      const endAll = () => endSessions(replica.db, { userId: user.id }, "user", {});
      expect(await race(user, rounds / 4, endAll)).toEqual(new Set(["refresh_token_revoked"]));
    },
    timeout,
  );

  it(
    "because the user is disabled: nothing that was handed out works as long as that lasts",
    async () => {
      const user = await createUser(server);
      const set = async (date: string) =>
        void (await replica.db.query(`update users set disabled_at = ${date} where id = $1`, [user.id]));
      const reasons = await race(
        user,
        rounds / 4,
        () => set("now()"),
        () => set("null"),
      );
      expect([...reasons]).toContain("user_disabled");
    },
    timeout,
  );

  it(
    "because the password changes: nothing that was handed out works afterwards",
    async () => {
      const user = await createUser(server);
      const { rows } = await server.db.query("select password_hash from users where id = $1", [user.id]);
      const change = () => changeTo(user, user.password);
      const changeBack = async () =>
        void (await server.db.query("update users set password_hash = $2 where id = $1", [
          user.id,
          rows[0].password_hash,
        ]));
      expect(await race(user, rounds / 4, change, changeBack)).toEqual(new Set(["refresh_token_revoked"]));
    },
    timeout,
  );
});

describe("A browser that goes on opening sessions, over both replicas [races-2]", { retry: 0 }, () => {
  /** As fast as it can, until the login page would appear. @returns the refresh tokens */
  async function openUntilSignedOut(browser: Browser): Promise<string[]> {
    const tokens: string[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const { location } = await browser.at(at(turn)).get(authorizeUrl(app));
      if (location === null || location.startsWith("/login")) return tokens;
      const code = new URL(location).searchParams.get("code") ?? "";
      const { body } = await redeem(at(turn + 1), app, code);
      if (body.refresh_token !== undefined) tokens.push(body.refresh_token);
    }
    return tokens;
  }
  let app: TestClient;
  beforeAll(async () => {
    app = await createApp(server);
  });

  it.each<[string, (user: TestUser) => Promise<unknown>]>([
    ["all is ended", ({ id }) => endEverything(replica.db, { userId: id }, "user", {})],
    [
      "all others are ended",
      ({ id }) => endEverything(replica.db, { userId: id, exceptSignInId: nobody }, "user", {}),
    ],
    ["the password is changed", (user) => changeTo(user, "another passphrase")],
    [
      "an administrator sets another password",
      ({ id }) => changeUser(replica.db, id, { password: "another passphrase" }, { by: {} }, hashPassword),
    ],
    [
      "the user is disabled, and enabled again",
      async ({ id }) => {
        await disableUser(replica.db, id, { by: {} });
        await enableUser(server.db, id, { by: {} });
      },
    ],
    ["this browser is ended", (user) => endOnlyBrowser(user)],
  ])(
    "has none afterwards where %s meanwhile",
    async (_, end) => {
      const lengths = new Set<number>();
      for (let round = 0; round < rounds / 10; round += 1) {
        const user = await createUser(server);
        const opening = openUntilSignedOut(await signedIn(server, user));
        for (let turn = 0; turn < round * 5; turn += 1) await nextTurn();
        await end(user);
        const tokens = await opening;
        lengths.add(tokens.length);
        for (const token of tokens) expect((await askByRefreshToken(server, app, token)).status).toBe(400);
        const { rows } = await server.db.query(
          "select from sessions where user_id = $1 and revoked_at is null",
          [user.id],
        );
        expect(rows).toHaveLength(0);
      }
      expect(lengths.size).toBeGreaterThan(1);
    },
    timeout,
  );

  it("has none afterwards where a code is redeemed while the codes are being deleted", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const [held, used] = [await getCode(browser, app), await getCode(browser, app)];
    const lock = await lockRow(
      "select 1 from authorization_codes where code_hash = $1 for update",
      hashSecret(held),
    );
    const ending = endEverything(replica.db, { userId: user.id }, "user", {});
    await lock.waiting(1);
    const { refresh_token } = expectRefreshToken(await redeem(server, app, used));
    await lock.release();
    expect(await ending).toEqual({ signInsEnded: 1, sessionsEnded: 1 });
    const answer = await askByRefreshToken(server, app, refresh_token);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_revoked");
  });

  async function endOnlyBrowser({ id }: TestUser) {
    const { rows } = await server.db.query("select id from sign_ins where user_id = $1", [id]);
    await endBrowser(replica.context, id, rows[0].id, by);
  }
});

describe("A sign-in whose password is changed while it is under way [races-3]", { retry: 0 }, () => {
  /** The password is right when checked, and changed before the response. */
  async function changedMeanwhile<T>(user: TestUser, start: () => Promise<T>): Promise<T> {
    const lock = await lockRow("select 1 from users where id = $1 for update", user.id);
    const started = start();
    await lock.waiting(1);
    await lock.tx.query("update users set password_hash = 'another' where id = $1", [user.id]);
    await lock.release();
    return started;
  }

  it("opens no session by the password grant", async () => {
    const user = await createUser(server);
    const answer: Answer = await changedMeanwhile(user, () => askByPassword(server, client, user));
    expectRefusal(answer, 400, "invalid_grant", "user_credentials_mismatch");
    const { rows } = await server.db.query("select 1 from sessions where user_id = $1", [user.id]);
    expect(rows).toEqual([]);
  });

  it("signs no browser in", async () => {
    const user = await createUser(server);
    const browser = new Browser(server);
    const form = await browser.visit("/login");
    const page = await changedMeanwhile(user, () => login(browser, form, user));
    expect(page.status).toBe(400);
    expect((await browser.get("/account")).location).toBe("/login");
  });

  it("opens nothing for a user who is disabled meanwhile", async () => {
    const user = await createUser(server);
    const lock = await lockRow("select 1 from users where id = $1 for update", user.id);
    const asked = askByPassword(server, client, user);
    await lock.waiting(1);
    await lock.tx.query("update users set disabled_at = now() where id = $1", [user.id]);
    await lock.release();
    expect((await asked).status).toBe(400);
  });
});

describe("Signing keys that rotate under load", { retry: 0 }, () => {
  it("refuse no token: every one that either replica signs meanwhile is verified at once, and until it expires", async () => {
    const { clock, one, other } = await replicas({
      SIGNING_KEY_SECONDS: "3600",
      ACCESS_TOKEN_SECONDS: "600",
      ON_ADDRESS_CHANGE: "ignore",
    });
    await rotateKeys(one.context);
    await rotateKeys(other.context);
    await createResources(one);
    const app = await createClient(one);
    const user = await createUser(one);
    const apis = [await apiAt(one, clock), await apiAt(other, clock)];
    const held = await Promise.all(times(6, async () => (await signIn(one, app, user)).refresh_token));
    const kids = new Set<string>();
    let living: { text: string; exp: number }[] = [];
    const end = clock.seconds + 3 * 3600;
    for (; clock.seconds < end; clock.seconds += 60) {
      // The keys rotate while tokens are signed and verified.
      const [, , ...answers] = await Promise.all([
        rotateKeys(one.context),
        rotateKeys(other.context),
        ...held.map((token, index) => refresh(index % 2 === 0 ? one : other, app, token)),
      ]);
      for (const [index, { access_token, refresh_token, expires_in }] of answers.entries()) {
        held[index] = refresh_token;
        living.push({ text: access_token, exp: clock.seconds + expires_in });
        kids.add(access_token.split(".")[0] ?? "");
      }
      living = living.filter(({ exp }) => exp > clock.seconds);
      await Promise.all(apis.flatMap(({ verifier }) => living.map(({ text }) => verifier.verify(text))));
    }
    expect(kids.size).toBeGreaterThanOrEqual(3);
  }, 60_000);
});

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

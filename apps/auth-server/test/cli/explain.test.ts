import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { explainText } from "../../src/cli/explain/explain-text.js";
import type { Explanation } from "../../src/cli/explain/explanation.js";
import { deriveSecrets, hashSecret, newSecret, parseSecrets } from "../../src/secrets.js";
import { encodeRefreshToken } from "../../src/sessions/refresh-token.js";
import { createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import { cleanUp } from "../support/clean-up.js";
import {
  createClient,
  createResources,
  createUser,
  notes,
  type TestClient,
  type TestUser,
} from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { newKey, proofBy } from "../support/proofs.js";
import { type CommandResult, expectFailure, json, regrant } from "../support/regrant.js";
import { everything, read, sessionIdOf } from "../support/rows.js";
import { passTime, sharedDatabase, type TestServer, testServer } from "../support/server.js";
import {
  type Answer,
  askByClientCredentials,
  askByPassword,
  askByRefreshToken,
  expectRefreshToken,
  expectTokens,
  identify,
  postForm,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const env = { DATABASE_URL: await sharedDatabase(), SECRETS: inject("secrets") };
let client: TestClient;
let user: TestUser;

beforeAll(() => createResources(server));
beforeEach(async () => {
  client = await createClient(server, { name: "Notes app" });
  user = await createUser(server);
});

async function* none(): AsyncIterable<string> {}

/** Explain, and check that nothing changes and nothing leaks. */
async function explain(text: string, at: TestServer = server, log?: AsyncIterable<string>) {
  const { config, db, secrets, now } = at.context;
  const before = await everything(at);
  const explanation = await explainText({ config, db, secrets, nowMs: now(), logLines: log ?? null }, text);
  expect(await everything(at)).toBe(before);
  expect(explanation.why).toMatch(/^[A-Z].*[.)]$/s);
  expectNothingOf(text, JSON.stringify(explanation));
  return explanation;
}

/** No twelve consecutive characters of a token. Ids and key names are not secret. */
function expectNothingOf(text: string, output: string): void {
  if (text.length < 43 || output.includes('"signing_key"')) return;
  for (let start = 0; start + 12 <= text.length; start += 1)
    expect(output.includes(text.slice(start, start + 12))).toBe(false);
}

const expectIt = (
  explanation: Explanation,
  kind: Explanation["kind"],
  works: boolean | null,
  why: RegExp,
) => {
  expect({ kind: explanation.kind, works: explanation.works }).toEqual({ kind, works });
  expect(explanation.why).toMatch(why);
};

const asOperator = (sql: string, ...values: unknown[]) => server.db.query(sql, values);
const requestIdOf = ({ headers }: Answer): string => String(headers["x-request-id"]);

describe("An access token, explained", () => {
  it("that works: whose it is, where and until when, and by which key", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    const told = await explain(access_token);
    expectIt(
      told,
      "access_token",
      true,
      /^It works at https:\/\/notes\.example\.com until .* UTC \(in 10 minutes\)/,
    );
    expect(told.what).toBe(`An access token of ${user.email} through Notes app, for ${notes.uri}`);
    expect(told.facts).toMatchObject({
      user: user.email,
      client: `Notes app (${client.clientId})`,
      session: sessionIdOf(server, refresh_token),
      "token id": (await claimsOf(server, access_token)).jti,
      key: expect.stringMatching(/^[\w-]{43} \(RS256, active\)$/),
      status: expect.stringMatching(/^entry \d+ of http:\/\/localhost:4000\/status\/\d+, not revoked$/),
    });
    expect(told.events.map(({ event }) => event)).toEqual(["session.created"]);
  });

  it("as people paste it: with Bearer before it, in quotes, with a line's end", async () => {
    const { access_token } = await signIn(server, client, user);
    for (const text of [
      `Bearer ${access_token}\n`,
      `Authorization: Bearer ${access_token}`,
      `"${access_token}"`,
    ])
      expect((await explain(text)).works).toBe(true);
  });

  it("that is bound to a key: that it does not work without, and neither does the refresh token", async () => {
    const app = await createClient(server, { secret: null });
    const key = newKey();
    const { access_token = "", refresh_token = "" } = (
      await postForm(
        server,
        { grant_type: "password", username: user.email, password: user.password, ...identify(app) },
        { dpop: proofBy(server, key) },
      )
    ).body;
    const told = await explain(`DPoP ${access_token}`);
    expectIt(told, "access_token", true, /, with a DPoP proof of the key .* not as a Bearer token\.$/);
    expect(told.facts["bound to"]).toBe(`the key ${key.jkt}`);
    const renewal = await explain(refresh_token);
    expectIt(renewal, "refresh_token", true, /current refresh token\. It works with a DPoP proof/);
    expect(renewal.facts["bound to"]).toBe(`the key ${key.jkt}`);
    const listed = await regrant(["session", "list", "--client", app.clientId], env);
    expect(listed.stdout).toContain("to its key");
  });

  it("of a client itself", async () => {
    const { access_token } = expectTokens(await askByClientCredentials(server, client));
    const told = await explain(access_token);
    expectIt(told, "access_token", true, /^It works/);
    expect(told.what).toContain("of the client itself through Notes app");
    await asOperator("update clients set disabled_at = now() where client_id = $1", client.clientId);
    expectIt(await explain(access_token), "access_token", false, /^The client was disabled on/);
  });

  it("that was exchanged: by whom, and that it ends with that client", async () => {
    const grantType = "urn:ietf:params:oauth:grant-type:token-exchange";
    const api = await createClient(server, {
      grantTypes: [grantType],
      mayExchange: [`${notes.uri} ${notes.uri}`],
    });
    const { access_token } = await signIn(server, client, user);
    const exchanged = await postForm(server, {
      ...identify(api),
      grant_type: grantType,
      subject_token: access_token,
      subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    });
    const token = expectTokens(exchanged).access_token;
    const told = await explain(token);
    expectIt(told, "access_token", true, /^It works/);
    expect(told.what).toContain(`of ${user.email} through Notes app, exchanged by ${api.clientId}, for`);
    expect(told.facts).toMatchObject({ client: api.clientId, "exchanged by": api.clientId });
    await asOperator("update clients set disabled_at = now() where client_id = $1", api.clientId);
    const ended = await explain(token);
    expectIt(ended, "access_token", false, /^A client that exchanged it was disabled or deleted\./);
    expect(ended.why).toContain("Its status list does not say so");
    expect((await explain(access_token)).works).toBe(true);
  });

  it("that has expired: since when, and whether a refresh helps", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    await passTime(server, 660);
    const told = await explain(access_token);
    expectIt(told, "access_token", false, /^It expired on .* UTC \(6\d seconds ago\)\.$/);
    expect(told.next).toMatch(/^(Refresh|Use it)/);
    await asOperator(
      "update sessions set revoked_at = now(), revoke_reason = 'administrator' where id = $1",
      sessionIdOf(server, refresh_token),
    );
    const ended = await explain(access_token);
    expectIt(
      ended,
      "access_token",
      false,
      /^It expired on .* The session was ended on .*: an operator ended it\./,
    );
    expect(ended.next).toMatch(/^Sign in again/);
  });

  it("whose session has ended: by which request, and how long APIs still take it", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    const second = await refresh(server, client, refresh_token);
    await refresh(server, client, second.refresh_token);
    const reuse = await askByRefreshToken(server, client, refresh_token);
    const told = await explain(access_token);
    expectIt(told, "access_token", false, /others that verify offline accept it until it expires/);
    expect(told.why).toContain("APIs that poll the lists refuse it within seconds");
    expect(told.facts.status).toMatch(/^entry \d+ of http:\/\/localhost:4000\/status\/\d+, revoked$/);
    expect(told.why).toContain("(refresh_token_reused)");
    expect(told.why).toContain(`from 127.0.0.1 in the request ${requestIdOf(reuse)}`);
    expect(told.events.at(-1)).toMatchObject({ event: "session.revoked", requestId: requestIdOf(reuse) });
  });

  it("whose user is disabled, whose session was purged", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    await asOperator("update users set disabled_at = now() where id = $1", user.id);
    expectIt(await explain(access_token), "access_token", false, /^The user was disabled on/);
    await asOperator("delete from sessions where id = $1", sessionIdOf(server, refresh_token));
    expectIt(await explain(access_token), "access_token", false, /^Its session no longer exists/);
  });

  it("of another issuer, of this server under another ISSUER, of a key that is gone", async () => {
    const { access_token } = await signIn(server, client, user);
    const renamed = await testServer({ env: { ISSUER: "https://auth.example.com" } });
    const told = await explain(access_token, renamed);
    expectIt(
      told,
      "access_token",
      false,
      /signed it when ISSUER was http:\/\/localhost:4000; ISSUER is now https/,
    );
    const { rows } = await asOperator("delete from signing_keys returning *");
    expectIt(await explain(access_token), "access_token", false, /^Its key is not in this database/);
    expectIt(
      await explain(access_token, renamed),
      "access_token",
      false,
      /^Its issuer is http:\/\/localhost:4000, but this server is https:\/\/auth\.example\.com/,
    );
    for (const row of rows) {
      await server.db.query(
        "insert into signing_keys select * from jsonb_populate_record(null::signing_keys, $1)",
        [
          {
            ...row,
            private_key: `\\x${row.private_key.toString("hex")}`,
          },
        ],
      );
    }
    expect((await explain(access_token)).works).toBe(true);
  });

  it("that was cut, changed, or is no access token", async () => {
    const { access_token } = await signIn(server, client, user);
    const [header = "", payload = "", signature = ""] = access_token.split(".");
    const changed = `${header}.${payload}.${signature.slice(0, -8)}AAAAAAAA`;
    expectIt(await explain(changed), "access_token", false, /^Its signature is wrong/);
    expectIt(
      await explain(`${header}.${payload.slice(5)}.${signature}`),
      "access_token",
      false,
      /truncated or changed/,
    );
    const idToken = Buffer.from('{"typ":"JWT","alg":"RS256"}').toString("base64url");
    expectIt(
      await explain(`${idToken}.${payload}.${signature}`),
      "access_token",
      false,
      /not an access token/,
    );
  });
});

describe("A refresh token, explained", () => {
  it("that is the current one", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const told = await explain(refresh_token);
    expectIt(told, "refresh_token", true, /^It is the session's current refresh token/);
    expect(told.facts).toMatchObject({ generation: "0 (the session is at 0)", user: user.email });
  });

  it("that was just replaced: for how long a retry is answered, and then what", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    expectIt(await explain(first.refresh_token), "refresh_token", true, /for (30|29|28) more seconds/);
    await passTime(server, 31);
    expectIt(await explain(first.refresh_token), "refresh_token", false, /the time for a retry is over/);
    await refresh(server, client, second.refresh_token);
    const told = await explain(first.refresh_token);
    expectIt(told, "refresh_token", false, /replaced 2 refreshes ago, and a successor has been used/);
    expect(told.next).toMatch(/^Discard it/);
    expectIt(await explain(second.refresh_token), "refresh_token", true, /^It was replaced/);
  });

  it("that was reused: by which request, and why", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    const third = await refresh(server, client, second.refresh_token);
    const reuse = await askByRefreshToken(server, client, first.refresh_token);
    for (const { refresh_token } of [first, second, third]) {
      const told = await explain(refresh_token);
      expectIt(
        told,
        "refresh_token",
        false,
        /^The session was ended on .*already been replaced was used again/,
      );
      expect(told.why).toContain(requestIdOf(reuse));
    }
  });

  it("whose session was ended by the user, has expired, or is gone", async () => {
    const idle = await signIn(server, client, user);
    const id = sessionIdOf(server, idle.refresh_token);
    await asOperator("update sessions set idle_expires_at = now() - interval '2 hours' where id = $1", id);
    expectIt(await explain(idle.refresh_token), "refresh_token", false, /idle for too long.*\(2 hours ago\)/);
    await asOperator("update sessions set absolute_expires_at = idle_expires_at where id = $1", id);
    expectIt(await explain(idle.refresh_token), "refresh_token", false, /reached its maximum lifetime/);
    await asOperator("update sessions set revoked_at = now(), revoke_reason = 'user' where id = $1", id);
    expectIt(await explain(idle.refresh_token), "refresh_token", false, /: the user ended it\./);
    await asOperator("delete from sessions where id = $1", id);
    expectIt(await explain(idle.refresh_token), "refresh_token", false, /^Its session no longer exists/);
  });

  it("whose user or client is disabled, or whose client lost the resource", async () => {
    const { refresh_token } = await signIn(server, client, user);
    await asOperator(
      "delete from client_resources where client_id = $1 and resource = $2",
      client.clientId,
      notes.uri,
    );
    expectIt(await explain(refresh_token), "refresh_token", false, /^Its client may no longer ask for/);
    await asOperator("update clients set disabled_at = now() where client_id = $1", client.clientId);
    expectIt(await explain(refresh_token), "refresh_token", false, /^The client was disabled on/);
    await asOperator("update users set disabled_at = now() where id = $1", user.id);
    expectIt(await explain(refresh_token), "refresh_token", false, /^The user was disabled on/);
  });

  it("that is ahead of the database, or not the one that the session expects", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const token = read(server, refresh_token);
    const ahead = encodeRefreshToken(server.context.secrets, { ...token, generation: 3 });
    expectIt(await explain(ahead), "refresh_token", false, /^It is 3 ahead .*restored from a backup/);
    const other = encodeRefreshToken(server.context.secrets, { ...token, secret: Buffer.alloc(32, 1) });
    expectIt(await explain(other), "refresh_token", false, /leaked entry of SECRETS/);
  });

  it("that was cut, changed, or comes from other SECRETS", async () => {
    const { refresh_token } = await signIn(server, client, user);
    expectIt(await explain(refresh_token.slice(0, 80)), "refresh_token", false, /^It has 80 characters/);
    const last = refresh_token.at(-1) === "A" ? "B" : "A";
    expectIt(await explain(refresh_token.slice(0, -1) + last), "refresh_token", false, /^Its tag is wrong/);
    const secrets = parseSecrets(`other:${newSecret()}`);
    if (typeof secrets === "string") throw new Error(secrets);
    const foreign = encodeRefreshToken(deriveSecrets(secrets), read(server, refresh_token));
    expectIt(await explain(foreign), "refresh_token", false, /SECRETS that is not set here/);
  });
});

describe("A code, a secret, a cookie and a key, explained", () => {
  it("an authorization code: waiting, redeemed, expired", async () => {
    const app = await createApp(server);
    const browser = await signedIn(server, user);
    const code = await getCode(browser, app);
    const told = await explain(code);
    expectIt(told, "authorization_code", true, /^It has not been redeemed yet/);
    expect(told.what).toBe(`An authorization code of ${user.email} for the client ${app.clientId}`);
    const { refresh_token } = expectRefreshToken(await redeem(server, app, code));
    const used = await explain(code);
    expectIt(used, "authorization_code", false, /^It was redeemed and opened the session/);
    expect(used.facts.session).toBe(sessionIdOf(server, refresh_token));
    const late = await getCode(browser, app);
    await passTime(server, 61);
    expectIt(await explain(late), "authorization_code", false, /^It expired unredeemed on/);
  });

  it("the cookie of a sign-in", async () => {
    const browser = await signedIn(server, user);
    const cookie = browser.cookie("regrant") ?? "";
    expect(cookie).toMatch(/^[\w-]{43}$/);
    expectIt(await explain(cookie), "sign_in", true, /^It expires on .*\(in 7 days\)/);
    await passTime(server, 8 * 86_400);
    expectIt(await explain(cookie), "sign_in", false, /^It expired on/);
  });

  it("a client's secret and an API's", async () => {
    expectIt(
      await explain(client.secret),
      "client_secret",
      true,
      /^It is one of the client's current secrets/,
    );
    await asOperator("update clients set disabled_at = now() where client_id = $1", client.clientId);
    expectIt(await explain(client.secret), "client_secret", false, /^The client was disabled/);
    const secret = newSecret();
    await asOperator("update resources set secret_hashes = $2 where uri = $1", notes.uri, [
      hashSecret(secret),
    ]);
    const told = await explain(secret);
    expectIt(told, "resource_secret", true, /introspection endpoint/);
    expect(told.facts.resource).toBe(notes.uri);
  });

  it("a key by its kid", async () => {
    const kid = server.context.keyRing.keyFor("RS256").kid;
    expectIt(await explain(kid), "signing_key", true, /^It signs all new tokens/);
  });

  it("what nothing here has, and what nobody issues", async () => {
    expectIt(await explain(newSecret()), "unknown", false, /^Nothing here matches it/);
    expectIt(
      await explain(`hello, ${newSecret()}!`),
      "unknown",
      null,
      /does not look like anything that Regrant issues/,
    );
    expectIt(await explain("x"), "unknown", null, /does not look like anything that Regrant issues/);
  });
});

describe("An id, explained", () => {
  it("a session's and a user's", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const id = sessionIdOf(server, refresh_token);
    expectIt(await explain(id), "session", true, /^It has been refreshed 0 times/);
    await asOperator("update sessions set revoked_at = now(), revoke_reason = 'logout' where id = $1", id);
    expectIt(await explain(id.toUpperCase()), "session", false, /: the user signed out\./);
    const told = await explain(user.id);
    expectIt(told, "user", true, /^The account is enabled/);
    expect(told.what).toBe(`The user ${user.email}`);
    expect(told.events.map(({ event }) => event)).toContain("session.created");
    expect(await explain(user.email.toUpperCase())).toEqual(told);
    expectIt(await explain("nobody@example.com"), "unknown", null, /^No user here has it/);
  });

  it("a client's: what keeps it from getting tokens", async () => {
    const told = await explain(client.clientId);
    expectIt(told, "client", true, /^It is enabled/);
    expect(told.what).toBe(`The client Notes app (${client.clientId})`);
    await asOperator("delete from client_resources where client_id = $1", client.clientId);
    expectIt(await explain(client.clientId), "client", false, /invalid_target/);
    await asOperator("update clients set disabled_at = now() where client_id = $1", client.clientId);
    expectIt(await explain(client.clientId), "client", false, /^An operator disabled it/);
  });

  it("what was deleted: when and by whom, and a session that went with it", async () => {
    const { refresh_token } = await signIn(server, client, user);
    for (const args of [
      ["client", "delete", client.clientId],
      ["user", "delete", user.id],
    ])
      json(await regrant([...args, "--yes", "--json"], env));
    expectIt(await explain(client.clientId), "client", false, /^It was deleted on .* by operator:/);
    expectIt(await explain(user.id), "user", false, /^The account was deleted on .* by operator:/);
    const session = await explain(sessionIdOf(server, refresh_token));
    expectIt(session, "session", false, /its user, client or API was deleted/);
    expect(session.events.map(({ event }) => event)).toEqual(["session.created", "session.revoked"]);
  });

  it("an error's request, by the audit alone", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    await refresh(server, client, second.refresh_token);
    const refused = await askByRefreshToken(server, client, first.refresh_token);
    const told = await explain(requestIdOf(refused));
    expectIt(told, "request", null, /already been replaced was used again.*\(refresh_token_reused\)$/);
    expect(told.next).toMatch(/^Sign in again/);
    expect(told.events.map(({ event }) => event)).toEqual(["refresh_token.refused", "session.revoked"]);
  });

  it("an error's request, by the log alone", async () => {
    const refused = await askByPassword(server, { clientId: "no-such-client", secret: "" }, user);
    const id = requestIdOf(refused);
    const unseen = await explain(id);
    expectIt(unseen, "unknown", null, /^No session, user or audit event has it\./);
    expect(unseen.next).toContain("--log <file>");
    async function* log() {
      yield "not JSON";
      yield* server.logLines;
    }
    const told = await explain(id, server, log());
    expectIt(told, "request", false, /\(client_unknown\)$/);
    expect(told.what).toBe("A request, POST /oauth2/token");
    expect(told.facts).toMatchObject({ status: "401" });
    expectIt(await explain(id, server, none()), "unknown", null, /nor does a line of this log/);
  });
});

describe("The command regrant explain", () => {
  /** Every way to pass in a text; none of the output may contain it. */
  async function run(args: string[], stdin: string, secret = stdin): Promise<CommandResult> {
    const result = await regrant(["explain", ...args], env, stdin);
    expectNothingOf(secret, result.stdout + result.stderr);
    return result;
  }

  it("reads standard input, and says it in words", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const { stdout, exitCode } = await run([], `${refresh_token}\n`);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      new RegExp(
        `^A refresh token of ${user.email} through Notes app\\. It works\\.\n\n {2}It is the session's`,
      ),
    );
    expect(stdout).toMatch(/\n {2}→ Use it when the access token expires/);
    expect(stdout).toMatch(/Latest audit events:\nat .*\n.* session\.created /);
    expect((await run(["-"], refresh_token)).stdout.split("\n")[0]).toBe(stdout.split("\n")[0]);
  });

  it("prints one JSON object with --json", async () => {
    const { access_token } = await signIn(server, client, user);
    const told = json(await run(["--json"], access_token));
    expect(Object.keys(told)).toEqual(["kind", "what", "facts", "events", "works", "why", "next"]);
    expect(told.events).toMatchObject([{ event: "session.created", client_id: client.clientId }]);
  });

  it("never prints what it was given, nor a part of it, whatever it is [cli-explain-1]", {
    timeout: 60_000,
  }, async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    const texts = [
      access_token,
      `${access_token}x`,
      refresh_token,
      refresh_token.slice(0, -1),
      client.secret,
      `-${newSecret().slice(1)}`,
      `--${newSecret()}`,
      `{"access_token":"${access_token}"}`,
    ];
    await Promise.all([
      ...texts.map((text) => run([text], "", text)),
      run(["--json"], `${access_token} ${refresh_token}`),
      run([access_token, refresh_token], "", access_token),
      run([access_token, refresh_token], "", refresh_token),
    ]);
    const noSecrets = await regrant(["explain"], { DATABASE_URL: env.DATABASE_URL }, refresh_token);
    expectFailure(noSecrets, 1, /SECRETS: missing/);
    const away = await regrant(
      ["explain"],
      { ...env, DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" },
      refresh_token,
    );
    expectFailure(away, 1, /check DATABASE_URL: host and port/);
    for (const { stderr } of [noSecrets, away]) expectNothingOf(refresh_token, stderr);
  });

  it("finds a request in a log, from a file or standard input", async () => {
    const refused = await askByPassword(server, { clientId: "no-such-client", secret: "" }, user);
    const log = server.logLines.join("");
    const folder = await mkdtemp(join(tmpdir(), "regrant-log-"));
    cleanUp(() => rm(folder, { recursive: true }));
    const file = join(folder, "server.log");
    await writeFile(file, log);
    const id = requestIdOf(refused);
    for (const result of [await run(["--log", file, id], ""), await run(["--log", "-", id], log, "")])
      expect(result.stdout).toMatch(/^A request, POST \/oauth2\/token\. It was refused\./);
    expectFailure(await run(["--log", join(folder, "no"), id], ""), 1, /cannot read the log .* \(ENOENT/);
  });

  it("asks for something to explain, and knows no other option", async () => {
    expectFailure(await run([], " \n"), 2, /nothing to explain/);
    expectFailure(await run(["--jsn"], ""), 2, /unknown option/);
    expectFailure(await run(["--log", "-"], ""), 2, /--log - reads the log from standard input/);
  });
});

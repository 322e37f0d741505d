/** One refresh token used many times at once, on two authorization servers with one database (RFC 9700 §4.14). */
import { setTimeout as delay } from "node:timers/promises";
import type { ServerProcess } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectError } from "../support/errors.js";
import { sendTokenRequests } from "../support/in-flight.js";
import { findSession, readRefreshToken } from "../support/refresh-tokens.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerUser,
  type User,
} from "../support/registrations.js";
import { lockSessionRow, untilWaiting } from "../support/row-lock.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { refresh, signIn, tokensOf } from "../support/token-endpoint.js";

const uses = 200;
const shortRetrySeconds = 1;

let stack: TestStack;
let first: ServerProcess;
let second: ServerProcess;
/** On the same database, with a one-second window. */
let impatient: ServerProcess;
let app: Client;
let user: User;

beforeAll(async () => {
  stack = await startTestStack({ durable: true });
  [first] = stack.authServers;
  const url = new URL(stack.postgres.url);
  url.searchParams.set("application_name", "second");
  [second, impatient] = await Promise.all([
    stack.startAuthServer({ DATABASE_URL: url.href }),
    stack.startAuthServer({ REFRESH_RETRY_SECONDS: String(shortRetrySeconds) }),
    registerResource(stack),
  ]);
  [app, user] = await Promise.all([registerApp(stack), registerUser(stack, "ada@example.com")]);
});
afterAll(() => stack.stop());

describe(`a refresh token used ${uses} times at once`, { retry: 0 }, () => {
  let parent: string;
  let successor: string;

  it("gives every use the same successor, over two processes, and moves on by one generation [refresh-race-1]", async () => {
    parent = (await signIn(first.url, app, user)).refreshToken;
    const { sessionId, generation } = readRefreshToken(parent);

    // Nothing is answered while the row is locked, so all uses are in flight before the first response.
    const lock = await lockSessionRow(stack.db, sessionId);
    const servers = Array.from({ length: uses }, (_, index) => (index % 2 === 0 ? first.url : second.url));
    const race = sendTokenRequests(servers, app, { grant_type: "refresh_token", refresh_token: parent });
    await Promise.all([race.written, untilWaiting(stack.db, ["regrant", "second"])]);
    expect(race.answered()).toBe(0);
    await lock.release();

    const answers = await race.answers;
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(new Set(answers.map((answer) => tokensOf(answer).accessToken)).size).toBe(uses);
    const successors = new Set(answers.map((answer) => tokensOf(answer).refreshToken));
    expect(successors.size).toBe(1);
    [successor = ""] = successors;
    expect(readRefreshToken(successor)).toEqual({ sessionId, generation: generation + 1 });
    expect(await findSession(stack.db, sessionId)).toEqual({
      generation: generation + 1,
      retry_count: uses - 1,
      revoke_reason: null,
    });
  });

  it("records ten of the further uses in the audit [refresh-race-2]", async () => {
    const { rows } = await stack.db.query<{ count: number }>(
      "select count(*)::int as count from audit_events where event = 'refresh_token.retried' and session_id = $1",
      [readRefreshToken(parent).sessionId],
    );
    expect(rows).toEqual([{ count: 10 }]);
  });

  it("takes the parent for a stolen copy once the successor was used, and ends the session [refresh-race-3]", async () => {
    const next = tokensOf(await refresh(second.url, app, successor)).refreshToken;
    expectError(await refresh(first.url, app, parent), 400, "invalid_grant", "refresh_token_reused");

    for (const token of [next, successor, parent]) {
      expectError(await refresh(second.url, app, token), 400, "invalid_grant", "refresh_token_revoked");
    }
    const { revoke_reason } = await findSession(stack.db, readRefreshToken(parent).sessionId);
    expect(revoke_reason).toBe("refresh_token_reused");
  });
});

describe(`a refresh token used again, with REFRESH_RETRY_SECONDS=${shortRetrySeconds}`, () => {
  it("gives the same successor within the window; after it, ends the session [refresh-race-4]", async () => {
    const { refreshToken: parent } = await signIn(impatient.url, app, user);
    const successor = tokensOf(await refresh(impatient.url, app, parent)).refreshToken;
    expect(tokensOf(await refresh(impatient.url, app, parent)).refreshToken).toBe(successor);

    await delay(shortRetrySeconds * 1000 + 100);
    expectError(await refresh(impatient.url, app, parent), 400, "invalid_grant", "refresh_token_reused");
    expectError(await refresh(impatient.url, app, successor), 400, "invalid_grant", "refresh_token_revoked");
    const { revoke_reason } = await findSession(stack.db, readRefreshToken(parent).sessionId);
    expect(revoke_reason).toBe("refresh_token_reused");
  });
});

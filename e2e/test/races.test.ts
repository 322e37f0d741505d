/**
 * Refreshes racing a revocation (RFC 7009), on two authorization servers: afterwards every issued token is tried.
 * `RACE_ROUNDS=10000` takes a quarter of an hour and finds rarer orders; auth-server/test/sessions/races.test.ts
 * covers the other races.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { ServerProcess } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reasonOf } from "../support/errors.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerUser,
  type User,
} from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { refresh, requestToken, tokenForm, tokensOf } from "../support/token-endpoint.js";

const rounds = Number(process.env.RACE_ROUNDS ?? 200);
const together = 4;

let stack: TestStack;
let servers: [ServerProcess, ServerProcess];
let app: Client;
let user: User;

beforeAll(async () => {
  stack = await startTestStack();
  const [first] = stack.authServers;
  servers = [first, await stack.startAuthServer({})];
  await registerResource(stack);
  [app, user] = await Promise.all([registerApp(stack), registerUser(stack, "ada@example.com")]);
});
afterAll(() => stack.stop());

const at = (index: number): string => servers[index % 2]?.url ?? "";

/** As fast as it can, on both servers, until it is refused. @returns every refresh token it held */
async function refreshUntilRefused(first: string, turn: number): Promise<string[]> {
  const held = [first];
  while (held.length < 10) {
    const { body } = await refresh(at(turn + held.length), app, held.at(-1) ?? "");
    if (typeof body.refresh_token !== "string") break;
    held.push(body.refresh_token);
  }
  return held;
}

/** Retries a 503, as clients do: this test is not about busy machines. */
async function answered<T extends { readonly status: number }>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
    await delay(50);
  }
}

async function revoke(token: string, turn: number): Promise<void> {
  const body = () => new URLSearchParams(tokenForm(app, { token }));
  const send = () => fetch(`${at(turn)}/oauth2/revoke`, { method: "POST", body: body() });
  expect((await answered(send)).status).toBe(200);
}

/** One session: two tabs refresh while it is revoked. @returns the number of tokens, and each one's answer now */
async function race(turn: number): Promise<{ held: number; reasons: string[] }> {
  const grant = { grant_type: "password", username: user.email, password: user.password };
  const { refreshToken } = tokensOf(await answered(() => requestToken(at(turn), app, grant)));
  const tabs = [refreshUntilRefused(refreshToken, turn), refreshUntilRefused(refreshToken, turn + 1)];
  await delay((turn % 10) * 3);
  await revoke(refreshToken, turn);
  const held = [...new Set((await Promise.all(tabs)).flat())];
  const answers = await Promise.all(
    held.map((token, index) => answered(() => refresh(at(index), app, token))),
  );
  return { held: held.length, reasons: answers.map(({ body }) => reasonOf(body)) };
}

describe(`${rounds} sessions that are revoked while they are refreshed, over two processes`, {
  retry: 0,
}, () => {
  it(
    "leave no token that works, of all that were handed out before, meanwhile and after",
    async () => {
      const lengths = new Set<number>();
      for (let done = 0; done < rounds; done += together) {
        const raced = await Promise.all(Array.from({ length: together }, (_, index) => race(done + index)));
        for (const { held, reasons } of raced) {
          lengths.add(held);
          expect(new Set(reasons)).toEqual(new Set(["refresh_token_revoked"]));
        }
      }
      // The revocation came at different times.
      expect(lengths.size).toBeGreaterThan(1);
    },
    60_000 + rounds * 1000,
  );
});

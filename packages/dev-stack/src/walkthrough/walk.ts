/**
 * Walks the loop of RFC 6749 figure 2, A to H and C again, with real requests to the two servers. Then a session is ended, and the
 * API refuses its token.
 */

import { setTimeout as delay } from "node:timers/promises";
import type { TokenResponse } from "@regrant/shared";
import type { Terminal } from "../terminal.js";
import { askForCode } from "./ask-for-code.js";
import { endTheSession } from "./end-session.js";
import { type Exchange, getWithToken, postForm } from "./exchange.js";
import type { Loop } from "./loop.js";
import {
  challenge,
  decodeAccessToken,
  printAccessToken,
  printAnswer,
  printRequest,
  shorten,
} from "./print.js";

/**
 * Walks the loop once and prints each step.
 *
 * @throws Error naming the first step whose answer is not as it has to be
 */
export async function walkTheLoop(loop: Loop, terminal: Terminal): Promise<void> {
  const { bold, dim, green } = terminal.colours;
  terminal.line();
  terminal.line(
    `  ${bold("The loop of RFC 6749, figure 2")}  ${dim("each line is a real request or its answer")}`,
  );
  terminal.line();
  const cookies = new Map<string, string>();
  const first = await signIn(loop, terminal, cookies);
  printAccessToken(terminal, first.access_token, loop.demo.ada.email);
  await callApi(loop, terminal, first.access_token);
  await untilExpired(terminal, first.access_token, loop.abort);
  await callApiWithExpired(loop, terminal, first.access_token);
  const second = await refresh(loop, terminal, first.refresh_token);
  await callApi(loop, terminal, second.access_token);
  terminal.line();
  terminal.line(
    `  ${green("✓")} The loop is closed: ${loop.demo.ada.email} signed in once, and the client went on by itself.`,
  );
  terminal.line();
  await endTheSession(loop, terminal, cookies);
}

type TokenPair = TokenResponse & { readonly refresh_token: string };

/** The grant, by which the user lets the client act; then A and B: the code, and the first pair of tokens. */
async function signIn(loop: Loop, terminal: Terminal, cookies: Map<string, string>): Promise<TokenPair> {
  const { walkthrough } = loop.demo;
  terminal.line(terminal.colours.dim(`     ${loop.demo.ada.email} signs in, in a browser, and agrees`));
  // Each time: who walks the loop again sees all of it again.
  const asked = { ...walkthrough, scope: "notes:read", prompt: "consent" };
  const { code, codeVerifier } = await askForCode(loop, asked, terminal, cookies).catch((cause: unknown) => {
    throw new Error(`before step A: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
  const form = {
    ...{ grant_type: "authorization_code", code, redirect_uri: walkthrough.redirect_uri },
    code_verifier: codeVerifier,
  };
  const shown = `POST /oauth2/token grant_type=authorization_code code=${shorten(code)} code_verifier=${shorten(codeVerifier)}`;
  printRequest(terminal, "A", "auth-server", shown);
  return receiveTokens(terminal, "B", await postForm(`${loop.issuer}/oauth2/token`, walkthrough, form));
}

/** G and H: the refresh token, and the next pair. */
async function refresh(loop: Loop, terminal: Terminal, refreshToken: string): Promise<TokenPair> {
  const shown = `POST /oauth2/token grant_type=refresh_token refresh_token=${shorten(refreshToken)}`;
  printRequest(terminal, "G", "auth-server", shown);
  const form = { grant_type: "refresh_token", refresh_token: refreshToken };
  const next = receiveTokens(
    terminal,
    "H",
    await postForm(`${loop.issuer}/oauth2/token`, loop.demo.walkthrough, form),
  );
  if (next.refresh_token === refreshToken) throw new Error("step H: the refresh token was not rotated");
  return next;
}

/** C and D: the access token, and what the API gives for it. */
async function callApi(loop: Loop, terminal: Terminal, accessToken: string): Promise<void> {
  printRequest(terminal, "C", "resource-server", `GET /whoami Authorization: Bearer ${shorten(accessToken)}`);
  const answer = await getWithToken(`${loop.resource}/whoami`, accessToken);
  const { sub, roles, scope } = answer.body;
  const detail =
    answer.status === 200 ? `sub ${shorten(String(sub))}  roles ${roles}  scope ${scope}` : challenge(answer);
  printAnswer(terminal, "D", "resource-server", { ...answer, detail });
  expectStatus("D", answer, 200);
}

/** E and F: the expired token, and the refusal. */
async function callApiWithExpired(loop: Loop, terminal: Terminal, accessToken: string): Promise<void> {
  printRequest(terminal, "E", "resource-server", `GET /whoami Authorization: Bearer ${shorten(accessToken)}`);
  const answer = await getWithToken(`${loop.resource}/whoami`, accessToken);
  printAnswer(terminal, "F", "resource-server", { ...answer, detail: challenge(answer) });
  expectStatus("F", answer, 401);
  if (!challenge(answer).startsWith("invalid_token"))
    throw new Error("step F: the error is not invalid_token");
}

/** Waits for the time in `exp` to pass on the API's clock, which is this machine's. */
async function untilExpired(terminal: Terminal, accessToken: string, abort?: AbortSignal): Promise<void> {
  const { dim } = terminal.colours;
  const expiresAt = decodeAccessToken(accessToken).claims.exp * 1_000;
  const seconds = () => Math.ceil((expiresAt - Date.now()) / 1_000);
  terminal.line();
  if (!terminal.isInteractive) terminal.line(`     waiting ${seconds()} s for this access token to expire`);
  while (Date.now() <= expiresAt) {
    terminal.passing(dim(`     waiting for this access token to expire … ${seconds()} s`));
    await delay(Math.min(100, expiresAt - Date.now() + 1), undefined, abort ? { signal: abort } : {});
  }
  if (terminal.isInteractive) terminal.line(dim("     … and now this access token has expired"));
  terminal.line();
}

function receiveTokens(terminal: Terminal, step: string, answer: Exchange): TokenPair {
  const tokens = answer.body as TokenPair;
  const { error, error_description } = answer.body;
  const detail =
    answer.status === 200
      ? `access_token ${shorten(tokens.access_token)} (${tokens.expires_in} s)  refresh_token ${shorten(tokens.refresh_token)}`
      : `${error}: ${error_description}`;
  printAnswer(terminal, step, "auth-server", { ...answer, detail });
  expectStatus(step, answer, 200);
  return tokens;
}

function expectStatus(step: string, answer: Exchange, status: number): void {
  if (answer.status === status) return;
  throw new Error(`step ${step}: expected ${status}, got ${answer.status} ${JSON.stringify(answer.body)}`);
}

/**
 * Ends a session, and shows the API refuse its access token, which has not expired: it polls the issuer's status lists in the
 * background (draft-ietf-oauth-status-list).
 */
import { setTimeout as delay } from "node:timers/promises";
import type { TokenResponse } from "@regrant/shared";
import { formatDuration, type Terminal } from "../terminal.js";
import { sendForm } from "../user-agent.js";
import { askForCode, printAct } from "./ask-for-code.js";
import { type Exchange, getWithToken, postFormFrom } from "./exchange.js";
import type { Loop } from "./loop.js";
import { challenge, decodeAccessToken, printAnswer, printRequest, reasonOf, shorten } from "./print.js";

/** A list's `ttl` is 10 s, and a server reads what is new once a second. */
const longestWaitMs = 15_000;
const askEveryMs = 100;

/**
 * @param cookies of the browser in which the user is signed in
 * @throws Error where the API still accepts the token after 15 seconds
 */
export async function endTheSession(
  loop: Loop,
  terminal: Terminal,
  cookies: Map<string, string>,
): Promise<void> {
  const { bold, dim, green } = terminal.colours;
  const { ada } = loop.demo;
  terminal.line(
    `  ${bold("A session is ended")}  ${dim("the API asks nobody at a request: it fetches a list of ended sessions in the background")}`,
  );
  terminal.line();
  terminal.line(dim(`     ${ada.email} signs in to the browser app too; its tokens live a minute`));
  const token = await signInToBrowserApp(loop, terminal, cookies);
  expectStatus(await callApi(loop, terminal, token), 200);
  terminal.line();
  terminal.line(dim(`     ${ada.email} ends that session, on the page /account`));
  const session = ["session", decodeAccessToken(token).claims.sid ?? ""] as const;
  const act = await sendForm(new URL(`${loop.issuer}/account`), "/account/sessions/end", session, cookies);
  const since = performance.now();
  printAct(act, terminal);
  terminal.line();
  await untilRefused(loop, terminal, token, since);
  const refusal = await callApi(loop, terminal, token);
  expectStatus(refusal, 401);
  if (reasonOf(refusal) !== "token_revoked")
    throw new Error(`The session's end: expected token_revoked, got ${reasonOf(refusal)}`);
  terminal.line();
  const took = formatDuration(performance.now() - since);
  terminal.line(
    `  ${green("✓")} ${took} later, the API refuses the session's token (${reasonOf(refusal)}), which has not expired.`,
  );
  terminal.line();
}

async function signInToBrowserApp(
  loop: Loop,
  terminal: Terminal,
  cookies: Map<string, string>,
): Promise<string> {
  const { client_id, origin } = loop.demo.browserApp;
  const redirect_uri = `${origin}/`;
  const asked = { client_id, redirect_uri, scope: "notes:read" };
  const { code, codeVerifier } = await askForCode(loop, asked, terminal, cookies);
  const form = {
    grant_type: "authorization_code",
    client_id,
    redirect_uri,
    code,
    code_verifier: codeVerifier,
  };
  printRequest(
    terminal,
    " ",
    "auth-server",
    `POST /oauth2/token grant_type=authorization_code code=${shorten(code)}`,
  );
  const answer = await postFormFrom(origin, `${loop.issuer}/oauth2/token`, form);
  expectStatus(answer, 200);
  const { access_token, expires_in } = answer.body as unknown as TokenResponse;
  const detail = `access_token ${shorten(access_token)} (${expires_in} s)`;
  printAnswer(terminal, " ", "auth-server", { ...answer, detail });
  return access_token;
}

async function callApi({ resource }: Loop, terminal: Terminal, token: string): Promise<Exchange> {
  printRequest(terminal, " ", "resource-server", `GET /whoami Authorization: Bearer ${shorten(token)}`);
  const answer = await getWithToken(`${resource}/whoami`, token);
  const detail = answer.status === 200 ? `sub ${shorten(String(answer.body.sub))}` : challenge(answer);
  printAnswer(terminal, " ", "resource-server", { ...answer, detail });
  return answer;
}

async function untilRefused(
  { resource, abort }: Loop,
  terminal: Terminal,
  token: string,
  since: number,
): Promise<void> {
  const waited = () => performance.now() - since;
  if (!terminal.isInteractive) terminal.line("     waiting for the API's next look at the list");
  while ((await getWithToken(`${resource}/whoami`, token)).status === 200) {
    if (waited() > longestWaitMs)
      throw new Error(
        `The API still accepts the ended session's token after ${formatDuration(waited())}: it has REVOCATION=off, or does not reach the authorization server`,
      );
    terminal.passing(
      terminal.colours.dim(`     waiting for the API's next look at the list … ${formatDuration(waited())}`),
    );
    await delay(askEveryMs, undefined, abort ? { signal: abort } : {});
  }
}

function expectStatus({ status, body }: Exchange, expected: number): void {
  if (status === expected) return;
  throw new Error(`The session's end: expected ${expected}, got ${status} ${JSON.stringify(body)}`);
}

/**
 * The part of the browser (RFC 6749 §4.1, RFC 7636): the user signs in and agrees; the code comes back in an address, with the
 * client's `state` and the server's `iss` (RFC 9207).
 */
import { createHash, randomBytes } from "node:crypto";
import type { Terminal } from "../terminal.js";
import { type Act, visit } from "../user-agent.js";
import type { Loop } from "./loop.js";
import { printAnswer, printRequest, shortenValues } from "./print.js";

interface Asked {
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly scope: string;
  readonly prompt?: string;
}

/** @param cookies the browser's, before and after */
export async function askForCode(
  { issuer, demo: { ada } }: Loop,
  { client_id, redirect_uri, scope, prompt }: Asked,
  terminal: Terminal,
  cookies: Map<string, string>,
): Promise<{ code: string; codeVerifier: string }> {
  const codeVerifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const url = new URL(`${issuer}/oauth2/authorize`);
  url.search = new URLSearchParams({
    ...{ response_type: "code", client_id, redirect_uri, scope, state },
    code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
    code_challenge_method: "S256",
    ...(prompt !== undefined && { prompt }),
  }).toString();
  const onAct = (act: Act) => printAct(act, terminal);
  const { answer } = await visit(url, ada, redirect_uri, { cookies, onAct }).catch((cause: unknown) => {
    const message = cause instanceof Error ? cause.message : String(cause);
    const remedy = `If it was changed: npx regrant user password ${ada.email}, and type the one in .data/demo.json`;
    throw new Error(`${message}${message.includes("password") ? `. ${remedy}` : ""}`, { cause });
  });
  const code = answer.get("code");
  if (code === null || answer.get("state") !== state || answer.get("iss") !== issuer)
    throw new Error(`expected code, state and iss, got ${answer.get("error") ?? answer}`);
  terminal.line();
  return { code, codeVerifier };
}

/** What of a form or an address tells a reader something. */
const telling = ["response_type", "scope", "code_challenge", "username", "password", "decision", "session"];

export function printAct({ method, at, form, end, status, milliseconds }: Act, terminal: Terminal): void {
  const sent = shortenValues(method === "GET" ? at.searchParams : form, telling);
  printRequest(terminal, " ", "auth-server", `${method} ${at.pathname} ${sent}`);
  const brought = shortenValues(end.searchParams, ["code", "state"]);
  const isPage = status === 200;
  const detail = isPage
    ? `the page ${end.pathname}`
    : `to ${end.origin}${end.pathname}?${brought.replaceAll(" ", "&")}`;
  printAnswer(terminal, " ", "auth-server", { status, detail, milliseconds });
}

/** The token endpoint as a client sees it: one form out, one response in. Only one of these functions retries. */
import { setTimeout as delay } from "node:timers/promises";
import type { Client, User } from "./registrations.js";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  /** From the request to the end of the response. */
  readonly milliseconds: number;
}

export type Parameters = Readonly<Record<string, string>>;

/** Longer than any response may take, so that a hang fails the test instead of stalling the run. */
const hangsAfterMs = 15_000;
const pauseAfterFailureMs = 50;

/** Sends a token request with client_secret_post, or as a public client if there is no secret. */
export async function requestToken(
  serverUrl: string,
  client: Client,
  parameters: Parameters,
  signal = AbortSignal.timeout(hangsAfterMs),
): Promise<Answer> {
  const since = performance.now();
  const response = await fetch(`${serverUrl}/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams(tokenForm(client, parameters)),
    signal,
  });
  const body = parseObject(await response.text());
  const { status, headers } = response;
  return { status, headers, body, milliseconds: performance.now() - since };
}

export const tokenForm = ({ client_id, client_secret }: Client, parameters: Parameters): Parameters => ({
  ...parameters,
  client_id,
  ...(client_secret !== undefined && { client_secret }),
});

export const refresh = (
  serverUrl: string,
  client: Client,
  refresh_token: string,
  signal?: AbortSignal,
): Promise<Answer> => requestToken(serverUrl, client, { grant_type: "refresh_token", refresh_token }, signal);

/** Retries a 503, as good clients do: a busy machine may stall for longer than the deadline. */
export async function refreshPatiently(serverUrl: string, client: Client, token: string): Promise<Answer> {
  const deadline = Date.now() + hangsAfterMs;
  for (;;) {
    const answer = await refresh(serverUrl, client, token);
    if (answer.status !== 503 || Date.now() > deadline) return answer;
    await delay(pauseAfterFailureMs);
  }
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Opens a session with the password grant. @throws Error if it is refused */
export async function signIn(serverUrl: string, client: Client, user: User): Promise<Tokens> {
  const grant = { grant_type: "password", username: user.email, password: user.password };
  return tokensOf(await requestToken(serverUrl, client, grant));
}

/** @throws Error if the response is not a token pair */
export function tokensOf({ status, body }: Pick<Answer, "status" | "body">): Tokens {
  const { access_token: accessToken, refresh_token: refreshToken } = body;
  if (status === 200 && typeof accessToken === "string" && typeof refreshToken === "string") {
    return { accessToken, refreshToken };
  }
  throw new Error(`no token pair: ${status} ${JSON.stringify(body)}`);
}

/** @throws Error if the text is not a JSON object */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error(`not a JSON object: ${text}`);
}

/** Access tokens for the loads on APIs, from the authorization server under test. */

import type { ApiSettings } from "../verifiers/settings.js";
import { resource, type Subject, scope } from "../work.js";

const REQUESTS_AT_ONCE = 8;

/** What an API needs to verify them. */
export function apiSettings({ target }: Subject, cachedTokens: number | null): ApiSettings {
  const issuer = `http://localhost:${target.port}`;
  const jwksUrl = `http://127.0.0.1:${target.port}/.well-known/jwks.json`;
  return { issuer, audience: resource, jwksUrl, scope, cachedTokens };
}

async function fetchToken({ target }: Subject): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${target.port}${target.path}`, {
    method: target.method,
    headers: { ...target.headers, "content-type": "application/x-www-form-urlencoded" },
    body: target.form ?? "",
  });
  const answer = (await response.json()) as { access_token?: string };
  if (!answer.access_token) throw new Error(`no token: ${response.status} ${JSON.stringify(answer)}`);
  return answer.access_token;
}

/** Each another one. */
export async function fetchTokens(subject: Subject, count: number): Promise<readonly string[]> {
  const tokens: string[] = [];
  const fetchSome = async () => {
    while (tokens.length < count) tokens.push(await fetchToken(subject));
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, fetchSome));
  return tokens.slice(0, count);
}

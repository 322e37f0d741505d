/** One request and its answer, timed. */

export interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, or an empty object where the body is none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly milliseconds: number;
}

export async function postForm(
  url: string,
  client: { client_id: string; client_secret: string },
  form: Readonly<Record<string, string>>,
): Promise<Exchange> {
  const credentials = [client.client_id, client.client_secret].map(encodeURIComponent).join(":");
  const authorization = `Basic ${Buffer.from(credentials).toString("base64")}`;
  return exchange(url, { method: "POST", headers: { authorization }, body: new URLSearchParams(form) });
}

/** As a browser app does, which has no secret. */
export async function postFormFrom(
  origin: string,
  url: string,
  form: Readonly<Record<string, string>>,
): Promise<Exchange> {
  return exchange(url, { method: "POST", headers: { origin }, body: new URLSearchParams(form) });
}

export async function getWithToken(url: string, accessToken: string): Promise<Exchange> {
  return exchange(url, { headers: { authorization: `Bearer ${accessToken}` } });
}

async function exchange(url: string, init: RequestInit): Promise<Exchange> {
  const since = performance.now();
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  const text = await answer.text();
  const milliseconds = performance.now() - since;
  return { status: answer.status, headers: answer.headers, body: parseObject(text), milliseconds };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

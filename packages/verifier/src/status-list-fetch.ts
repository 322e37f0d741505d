/** Fetches a status list: limited in time and size, no redirects. */
import { checkNotProxied } from "@regrant/shared";
import { readBounded } from "./jwks-fetch.js";
import { maxTokenBytes } from "./status-list.js";

export interface FetchedList {
  /** Null: it has not changed. */
  readonly token: string | null;
  readonly etag: string | null;
}

const fetchMilliseconds = 5_000;

/** @throws Error if the server is away or too slow, or returns anything but a 200 or 304 of reasonable size */
export async function fetchStatusList(
  url: URL,
  etag: string | null,
  signal: AbortSignal,
): Promise<FetchedList> {
  checkNotProxied(url);
  const response = await fetch(url, {
    headers: { accept: "application/statuslist+jwt", ...(etag !== null && { "if-none-match": etag }) },
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(fetchMilliseconds)]),
  });
  if (response.status === 304 && etag !== null) {
    await response.body?.cancel();
    return { token: null, etag };
  }
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the status list's URL answered ${response.status}`);
  }
  return { token: await readBounded(response, maxTokenBytes), etag: response.headers.get("etag") };
}

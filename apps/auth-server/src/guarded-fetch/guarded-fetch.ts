/**
 * Fetches what a stranger's URL leads to, so that the stranger cannot reach through this server what only this server
 * can reach, nor keep it busy; and, within the same bounds, what an operator's leads to.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document-02#section-8.6
 */
import { once } from "node:events";
import http, { type IncomingHttpHeaders, type IncomingMessage, type RequestOptions } from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { isLoopbackHost, parseUrl } from "@regrant/shared";
import { FetchProblem } from "./fetch-problem.js";
import { type Lookup, lookupInDns, resolvePublic } from "./resolve.js";

export interface GuardedFetchOptions {
  /** The Accept header. What arrives is the caller's to check. */
  readonly accept: string;
  /** Of the body. */
  readonly maxBytes: number;
  /** From the look-up of the name to the last byte. */
  readonly totalMs: number;
  /** For development: also hosts of this machine, by http too, and any port. */
  readonly allowLoopback: boolean;
  /** An operator has chosen the URL: it may lead into the internal network, by https, or to this machine. */
  readonly isTrusted?: boolean;
  readonly lookup?: Lookup;
}

/** An answer with status 200. */
export interface Fetched {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const maxHeaderBytes = 8192;

/** How long one of several addresses is tried before the next; the last has until the deadline. */
const addressMs = 500;

/**
 * GET, from a public address unless the URL is trusted, without following redirects. The name is looked up once: the
 * addresses that were judged are the ones connected to, with the name for TLS.
 *
 * @throws {FetchProblem}
 */
export async function fetchGuarded(url: string, options: GuardedFetchOptions): Promise<Fetched> {
  const { totalMs } = options;
  const target = checkTarget(url, options);
  const signal = AbortSignal.timeout(totalMs);
  try {
    return await ask(target, await connectionTo(target, options, signal), options, signal);
  } catch (error) {
    if (signal.aborted)
      throw new FetchProblem("timeout", `did not answer in full within ${totalMs / 1000} seconds`, {
        cause: error,
      });
    throw error instanceof FetchProblem ? error : problemOf(error);
  }
}

/** @throws {FetchProblem} address_refused */
function checkTarget(url: string, { allowLoopback, isTrusted = false }: GuardedFetchOptions): URL {
  const target = parseUrl(url);
  if (target === null) throw new FetchProblem("address_refused", "is not in a URL");
  const isLocal = isLoopbackHost(target.hostname) && /^https?:$/.test(target.protocol);
  if (isLocal && (allowLoopback || isTrusted)) return target;
  if (target.protocol !== "https:") throw new FetchProblem("address_refused", "is not asked without https");
  if (target.port !== "" && !allowLoopback && !isTrusted)
    throw new FetchProblem("address_refused", "is asked on port 443 only");
  return target;
}

type Connection = Pick<RequestOptions, "agent" | "lookup">;

/** By an agent of its own: the global one may lead to the proxy of the environment, which would resolve the name itself. */
async function connectionTo(
  { hostname, protocol }: URL,
  { allowLoopback, isTrusted = false, lookup = lookupInDns }: GuardedFetchOptions,
  signal: AbortSignal,
): Promise<Connection> {
  const { Agent } = protocol === "https:" ? https : http;
  const agent = new Agent({ autoSelectFamily: true, autoSelectFamilyAttemptTimeout: addressMs });
  if (isTrusted) return { agent };
  const found = resolvePublic(hostname, allowLoopback, lookup, signal);
  const addresses = await Promise.race([found, rejectionAt(signal)]);
  return {
    agent,
    lookup: (_hostname, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: isIP(address) })),
      ),
  };
}

/** For a look-up that does not heed the signal. */
const rejectionAt = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

async function ask(
  target: URL,
  connection: Connection,
  { accept, maxBytes }: GuardedFetchOptions,
  signal: AbortSignal,
): Promise<Fetched> {
  const { request } = target.protocol === "https:" ? https : http;
  const outgoing = request({
    // Not the whole URL, which may contain credentials.
    protocol: target.protocol,
    hostname: target.hostname.replace(/^\[|\]$/g, ""),
    port: target.port,
    path: `${target.pathname}${target.search}`,
    headers: { accept, "accept-encoding": "identity", "user-agent": "Regrant" },
    ...connection,
    maxHeaderSize: maxHeaderBytes,
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    rejectUnauthorized: true,
    signal,
  });
  // What fails later, fails the reading of the body too.
  outgoing.on("error", () => {});
  outgoing.end();
  try {
    const [answer] = (await once(outgoing, "response", { signal })) as [IncomingMessage];
    checkHead(answer, maxBytes);
    const body = await readBody(answer, maxBytes);
    // A body without a length just ends when its connection is cut, also by us.
    signal.throwIfAborted();
    return { headers: answer.headers, body };
  } finally {
    outgoing.destroy();
  }
}

/** @throws {FetchProblem} status, answer_refused */
function checkHead({ statusCode: status = 0, headers }: IncomingMessage, maxBytes: number): void {
  if (status >= 300 && status < 400)
    throw new FetchProblem("status", "redirects, which is not followed", { status });
  if (status !== 200) throw new FetchProblem("status", `answered ${status}`, { status });
  // Its size says nothing about the size of what is in it.
  if (!/^(identity)?$/i.test(headers["content-encoding"] ?? ""))
    throw new FetchProblem("answer_refused", "sent a compressed answer, which was not asked for");
  if (Number(headers["content-length"] ?? 0) > maxBytes) throw tooLong(maxBytes);
}

async function readBody(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLong(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLong = (maxBytes: number) =>
  new FetchProblem("answer_refused", `sent an answer of more than ${maxBytes} bytes`);

/** An error's message may contain what the other side chose; its code does not. */
function problemOf(cause: unknown): FetchProblem {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "HPE_HEADER_OVERFLOW")
    return new FetchProblem("answer_refused", `sent headers of more than ${maxHeaderBytes} bytes`, { cause });
  if (code.startsWith("HPE_"))
    return new FetchProblem("answer_refused", `sent no valid HTTP (${code})`, { cause });
  return new FetchProblem("unreachable", `could not be reached${code && ` (${code})`}`, { cause });
}

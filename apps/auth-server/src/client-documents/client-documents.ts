/**
 * Reads client metadata documents, through a cache in this process's memory. A document that cannot be read now, or is
 * invalid, is not cached.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document-02
 */
import { OAuthError } from "@regrant/shared";
import type { FastifyBaseLogger } from "fastify";
import { LRUCache } from "lru-cache";
import { createFetchLimits } from "../guarded-fetch/fetch-limits.js";
import { FetchProblem } from "../guarded-fetch/fetch-problem.js";
import { type Fetched, fetchGuarded } from "../guarded-fetch/guarded-fetch.js";
import type { Lookup } from "../guarded-fetch/resolve.js";
import { shown } from "../http/shown-value.js";
import { faultOfClientIdUrl } from "./client-id-url.js";
import { type ClientDocument, parseClientDocument } from "./document.js";
import { freshMs } from "./freshness.js";

export interface ClientDocumentsOptions {
  /** Only where the issuer is on loopback itself: development (§8.6). */
  readonly allowLoopback: boolean;
  readonly log: Pick<FastifyBaseLogger, "info">;
  readonly now?: () => number;
  readonly lookup?: Lookup;
}

export interface ClientDocuments {
  /**
   * @param isKnown whether users have let this client in
   * @throws {OAuthError} client_id_url_refused, or client_document_…
   */
  read(clientId: string, isKnown?: boolean): Promise<ClientDocument>;
}

const maxBytes = 5 * 1024;
const totalMs = 3_000;

export function createClientDocuments(options: ClientDocumentsOptions): ClientDocuments {
  const { allowLoopback, log, now = Date.now, lookup } = options;
  const limits = createFetchLimits(now, tooMany);

  const cache = new LRUCache<string, ClientDocument, boolean>({
    max: 1_000,
    perf: { now },
    ttlResolution: 0,
    // Whoever is already waiting gets the document, also if it has lost its place meanwhile.
    ignoreFetchAbort: true,
    fetchMethod: async (clientId, _stale, { options: placing, context: isKnown }) => {
      const fetched = await limits.within(new URL(clientId), isKnown, () => fetchDocument(clientId));
      const document = parseFetched(fetched, clientId);
      placing.ttl = freshMs(fetched.headers);
      return document;
    },
  });

  const fetchDocument = async (clientId: string): Promise<Fetched> => {
    try {
      return await fetchGuarded(clientId, {
        accept: "application/json",
        maxBytes,
        totalMs,
        allowLoopback,
        ...(lookup && { lookup }),
      });
    } catch (error) {
      if (!(error instanceof FetchProblem)) throw error;
      const { host } = new URL(clientId);
      // The cause is for the operator alone: it tells what is behind a name in the local network.
      const cause = error.cause instanceof Error ? error.cause.message : undefined;
      log.info({ host, problem: error.message, cause }, "client metadata document not fetched");
      throw refusalOf(error, host);
    }
  };

  return {
    async read(clientId, isKnown = false) {
      const fault = faultOfClientIdUrl(clientId, allowLoopback);
      if (fault !== null) throw urlRefused(`The client_id ${shown(clientId)} ${fault}.`);
      const document = await cache.fetch(clientId, { context: isKnown });
      if (document === undefined) throw new Error("the document was fetched and is not there");
      return document;
    },
  };
}

/** @throws {OAuthError} client_document_invalid, client_document_method_unsupported */
function parseFetched({ headers, body }: Fetched, clientId: string): ClientDocument {
  const type = headers["content-type"] ?? "";
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type))
    throw invalid(`The client's metadata document has to be application/json, and is ${shown(type)}.`);
  return parseClientDocument(body, clientId);
}

function refusalOf(error: FetchProblem, host: string): OAuthError {
  const { problem, message, status } = error;
  const sentence = `The host of the client's metadata document, ${host}, ${message}.`;
  if (problem === "address_refused" || problem === "name_unknown") return urlRefused(sentence, error);
  const isOutage = problem !== "answer_refused" && (status === null || status >= 500 || status === 429);
  return isOutage ? unreachable(sentence, error) : invalid(sentence, error);
}

const urlRefused = (description: string, cause?: unknown) =>
  new OAuthError("invalid_client", description, { reason: "client_id_url_refused", cause });

const invalid = (description: string, cause?: unknown) =>
  new OAuthError("invalid_client", description, { reason: "client_document_invalid", cause });

/** An outage somewhere else: the client may be as good as ever. */
const unreachable = (description: string, cause: unknown) =>
  new OAuthError("temporarily_unavailable", description, {
    reason: "client_document_unreachable",
    cause,
    headers: { "retry-after": "5" },
  });

const tooMany = (waitSeconds: number) =>
  new OAuthError(
    "temporarily_unavailable",
    "Too many metadata documents of unknown clients are asked for; repeat the request later.",
    { reason: "client_documents_limited", headers: { "retry-after": `${waitSeconds}` } },
  );

/**
 * The keys of a client whose metadata document holds them. Its row has those of the last authorization; but what a document no longer
 * has, perhaps because it was stolen, must not go on authenticating until somebody signs in.
 */
import { isDeepStrictEqual } from "node:util";
import { OAuthError } from "@regrant/shared";
import { LRUCache } from "lru-cache";
import type { FindClient } from "../clients/authentication/authenticate-client.js";
import type { ClientCache } from "../clients/client-cache.js";
import type { Client } from "../clients/clients.sql.js";
import { replaceDocumentKeys } from "../clients/strangers.sql.js";
import type { Db } from "../database/database.js";
import type { ClientDocuments } from "./client-documents.js";
import type { ClientDocument } from "./document.js";

/** How long a host that does not answer is left alone: its clients go on with the keys that were last seen. */
const coolDownMs = 60_000;

/** Requests at a time: hosts that keep silent must not take all places. The others go on with the keys that were last seen. */
const mostWaiting = 64;

/**
 * Finds the client of a request that it authenticates by itself: any, as its row says, but for such keys.
 *
 * @param now milliseconds since 1970
 */
export function createFindWithCurrentKeys(
  db: Db,
  { findClient, forgetClient }: ClientCache,
  documents: ClientDocuments,
  now: () => number,
): FindClient {
  const silent = new LRUCache<string, true>({
    max: 1_000,
    ttl: coolDownMs,
    perf: { now },
    ttlResolution: 0,
  });
  let waiting = 0;

  async function read(clientId: string): Promise<ClientDocument | null> {
    if (silent.has(clientId) || waiting >= mostWaiting) return null;
    waiting += 1;
    try {
      return await documents.read(clientId, true);
    } catch (error) {
      if (!(error instanceof OAuthError) || error.code !== "temporarily_unavailable") throw error;
      silent.set(clientId, true);
      return null;
    } finally {
      waiting -= 1;
    }
  }

  return async (clientId) => {
    const client = await findClient(clientId);
    if (client === null || !hasKeysInDocument(client)) return client;
    const document = await read(clientId);
    if (document === null) return client;
    const { jwks, jwksUri } = document;
    // One that has become public has taken all its keys away.
    if (document.tokenEndpointAuthMethod !== "private_key_jwt") return { ...client, jwks: { keys: [] } };
    if (!isDeepStrictEqual(client.jwks, jwks)) {
      await replaceDocumentKeys(db, clientId, { jwks, jwksUri });
      forgetClient(clientId);
    }
    return { ...client, jwks, jwksUri };
  };
}

/** Those at a jwks_uri are fetched anew by themselves. */
const hasKeysInDocument = ({ origin, tokenEndpointAuthMethod, jwks }: Client): boolean =>
  origin === "document" && tokenEndpointAuthMethod === "private_key_jwt" && jwks !== null;

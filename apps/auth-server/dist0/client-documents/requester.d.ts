import type { FindClient } from "../clients/authentication/authenticate-client.js";
import type { Db } from "../database/database.js";
import type { ClientDocuments } from "./client-documents.js";
/**
 * Finds the client of an authorization request. A client with a document is as the document says now; there is none while no
 * resource is open. Other requests are served by the row of the last authorization: they do not depend on the document's host.
 */
export declare const createFindRequester: (db: Db, findClient: FindClient, documents: ClientDocuments) => FindClient;

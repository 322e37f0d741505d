/**
 * Clients whose client_id is the address of their metadata document.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/
 */
import { initialValues } from "../administration/settings.js";
import type { FindClient } from "../clients/authentication/authenticate-client.js";
import { isClientIdUrl } from "../clients/client-id.js";
import { type Client, openScope } from "../clients/clients.sql.js";
import { clientSettings } from "../clients/settings.js";
import { originsOf } from "../clients/strangers.js";
import type { Db } from "../database/database.js";
import { listOpenResources, type Resource } from "../resources/resources.sql.js";
import type { ClientDocuments } from "./client-documents.js";
import type { ClientDocument } from "./document.js";

/**
 * Finds the client of an authorization request. A client with a document is as the document says now; there is none while no
 * resource is open. Other requests are served by the row of the last authorization: they do not depend on the document's host.
 */
export const createFindRequester =
  (db: Db, findClient: FindClient, documents: ClientDocuments): FindClient =>
  async (clientId) => {
    if (!isClientIdUrl(clientId)) return findClient(clientId);
    const resources = await listOpenResources(db);
    if (resources.length === 0) return null;
    const known = await findClient(clientId);
    const document = await documents.read(clientId, known !== null);
    const { disabledAt = null, statusIndex = null } = known ?? {};
    return { ...clientOf(document, resources), disabledAt, statusIndex };
  };

const clientOf = (
  document: ClientDocument,
  resources: readonly Resource[],
): Omit<Client, "disabledAt" | "statusIndex"> => ({
  ...initialValues(clientSettings),
  clientId: document.clientId,
  origin: "document",
  name: document.name,
  redirectUris: document.redirectUris,
  allowedOrigins: originsOf(document.redirectUris),
  grantTypes: document.grantTypes,
  scope: openScope(resources),
  resources,
  requirePar: document.requirePar,
  tokenEndpointAuthMethod: document.tokenEndpointAuthMethod,
  jwks: document.jwks,
  jwksUri: document.jwksUri,
  idTokenSignedResponseAlg: document.idTokenSignedResponseAlg,
  requireDpop: document.requireDpop,
  secretHashes: [],
  createdAt: new Date(0),
});

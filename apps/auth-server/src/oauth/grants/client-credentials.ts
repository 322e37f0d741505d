/**
 * The client credentials grant: a client acts on its own behalf. No refresh token (RFC 6749 §4.4.3).
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 */
import { checkProofIsThere } from "../dpop.js";
import { checkTarget } from "../target.js";
import { type Grant, issueTokens, newTokenId } from "./grant.js";

export const clientCredentialsGrant: Grant = async (context, request) => {
  const { client, form, jkt } = request;
  const { resource, scope } = checkTarget(client, form, []);
  checkProofIsThere(client, jkt, resource);
  const response = await issueTokens(context, request, {
    subject: client.clientId,
    audience: resource,
    scope,
    tokenId: newTokenId(),
    statusIndex: client.statusIndex,
  });
  return { outcome: "issued", response };
};

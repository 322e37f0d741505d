/**
 * The client credentials grant: a client acts on its own behalf. No refresh token (RFC 6749 §4.4.3).
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 */
import { checkTarget } from "../protocol/target.js";
import { type Grant, issueTokens, newTokenId } from "./grant.js";

export const clientCredentialsGrant: Grant = async (context, { client, form }) => {
  const { resource, scope } = checkTarget(client, form);
  const response = await issueTokens(context, client, {
    subject: client.clientId,
    audience: resource,
    scope,
    tokenId: newTokenId(),
  });
  return { outcome: "issued", response };
};

/**
 * The client credentials grant: a client acts on its own behalf. No refresh token (RFC 6749 §4.4.3).
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 */
import { checkTarget } from "../target.js";
import { issueTokens, newTokenId } from "./grant.js";
export const clientCredentialsGrant = async (context, request) => {
    const { client, form } = request;
    const { resource, scope } = checkTarget(client, form, []);
    const response = await issueTokens(context, request, {
        subject: client.clientId,
        audience: resource,
        scope,
        tokenId: newTokenId(),
        statusIndex: client.statusIndex,
    });
    return { outcome: "issued", response };
};
//# sourceMappingURL=client-credentials.js.map
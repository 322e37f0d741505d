/** The page that ends the user's sign-in at the server. @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html */
import type { AuthorizationServer } from "oauth4webapi";
import type { IdToken } from "./id-token.js";
import type { ClientOptions } from "./options.js";
import { addParameters, isConfidential } from "./urls.js";

/** Null if the server does not name one. With an ID token, even an expired one, it need not ask who wants it. */
export function signOutPage(
  { clientId, postLogoutRedirectUri }: ClientOptions,
  { end_session_endpoint: endpoint }: AuthorizationServer,
  idToken: IdToken | null,
): URL | null {
  if (endpoint === undefined || !isConfidential(new URL(endpoint))) return null;
  return addParameters(new URL(endpoint), {
    client_id: clientId,
    id_token_hint: idToken?.value,
    post_logout_redirect_uri: postLogoutRedirectUri,
  });
}

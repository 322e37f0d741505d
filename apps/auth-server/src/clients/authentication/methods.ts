/** By `token_endpoint_auth_method` (RFC 7591 §2). A new method is a file beside this and a line here. */
import { clientSecretBasic } from "./client-secret-basic.js";
import { clientSecretPost } from "./client-secret-post.js";
import type { AuthenticationMethod } from "./method.js";
import { none } from "./none.js";
import { privateKeyJwt } from "./private-key-jwt.js";

export const authenticationMethods = {
  client_secret_basic: clientSecretBasic,
  client_secret_post: clientSecretPost,
  none,
  private_key_jwt: privateKeyJwt,
} satisfies Record<string, AuthenticationMethod>;

export type TokenEndpointAuthMethod = keyof typeof authenticationMethods;

export const authenticationMethodNames = Object.keys(authenticationMethods) as TokenEndpointAuthMethod[];

export const hasSecret = (method: TokenEndpointAuthMethod): boolean =>
  authenticationMethods[method].hasSecret;

/** What all grants have in common. */
import { randomUUID } from "node:crypto";
import { isScopeWithin, type TokenResponse } from "@regrant/shared";
import type { LocatedOrigin } from "../../audit/actor.js";
import type { Client } from "../../clients/clients.sql.js";
import type { Context } from "../../context.js";
import type { Form } from "../../http/form.js";
import type { ActiveKey } from "../../keys/sign-jws.js";
import { lifetimesOf } from "../../sessions/lifetimes.js";
import { type AccessTokenInput, signAccessToken } from "../../tokens/access-token.js";

/** A token request of an authenticated client that may use the grant. */
export interface GrantRequest {
  readonly client: Client;
  readonly form: Form;
  readonly origin: LocatedOrigin;
  /** Signs the response. Without it, nothing is consumed for a response that could not be given. */
  readonly signingKey: ActiveKey;
  /** From the cookie or the form, depending on the client's delivery; undefined if missing. */
  readonly refreshToken: string | undefined;
  /** Its signal is aborted once nobody waits for the response. */
  readonly work: { readonly signal: AbortSignal };
}

export interface GrantAnswer {
  readonly outcome: "issued" | "retried";
  readonly response: TokenResponse;
}

/** One grant_type: checks in the order of its RFC, then issues tokens. @throws {OAuthError} */
export type Grant = (context: Context, request: GrantRequest) => Promise<GrantAnswer>;

export const newTokenId = (): string => randomUUID();

type Issue = Omit<AccessTokenInput, "issuer" | "clientId" | "issuedAtSeconds" | "lifeSeconds">;

/** Sign the access token and build the response (RFC 6749 §5.1). */
export async function issueTokens(
  { config, now }: Context,
  { client, signingKey }: Pick<GrantRequest, "client" | "signingKey">,
  issue: Issue & { readonly refreshToken?: string },
): Promise<TokenResponse> {
  const lifeSeconds = lifetimesOf(config, client, issue.audience).accessTokenSeconds;
  const accessToken = await signAccessToken(signingKey, {
    issuer: config.issuer,
    subject: issue.subject,
    audience: issue.audience,
    clientId: client.clientId,
    scope: issue.scope,
    tokenId: issue.tokenId,
    issuedAtSeconds: Math.floor(now() / 1000),
    lifeSeconds,
    user: issue.user,
  });
  return {
    access_token: accessToken,
    token_type: "Bearer",
    expires_in: lifeSeconds,
    ...(issue.refreshToken !== undefined && { refresh_token: issue.refreshToken }),
    ...(issue.scope.length > 0 && { scope: issue.scope.join(" ") }),
  };
}

/** The granted scope without what the client has lost since. */
export const stillAllowed = (client: Client, scope: readonly string[]): readonly string[] =>
  isScopeWithin(scope, client.scope) ? scope : scope.filter((token) => client.scope.includes(token));

/** What all grants have in common. */
import { randomUUID } from "node:crypto";
import { isScopeWithin, type SigningAlgorithm, type TokenResponse } from "@regrant/shared";
import type { LocatedOrigin } from "../../audit/actor.js";
import { type Client, openScope } from "../../clients/clients.sql.js";
import type { Context } from "../../context.js";
import type { Form } from "../../http/form.js";
import type { SigningKeys } from "../../keys/key-ring.js";
import { defaultAlgorithm } from "../../keys/life-cycle.js";
import { lifetimesOf } from "../../sessions/lifetimes.js";
import type { Identity } from "../../sessions/session.sql.js";
import { type AccessTokenInput, signAccessToken } from "../../tokens/access-token.js";
import { signIdToken } from "../../tokens/id-token.js";
import { claimsFor, requestableClaims } from "../../users/claims.js";
import type { Entitlement } from "../assertions/entitlement.js";

/** A token request of an authenticated client that may use the grant. */
export interface GrantRequest {
  readonly client: Client;
  /** What has proven the client, where that is a trusted issuer's assertion. */
  readonly workload: Entitlement | null;
  readonly form: Form;
  readonly origin: LocatedOrigin;
  /** Sign the tokens. Without them, nothing is consumed for a response that could not be given. */
  readonly signingKeys: SigningKeys;
  /** The thumbprint of the key that the request proves, which the tokens are bound to (RFC 9449); null without a proof. */
  readonly jkt: string | null;
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

interface Issue
  extends Omit<
    AccessTokenInput,
    "issuer" | "clientId" | "issuedAtSeconds" | "lifeSeconds" | "status" | "jkt"
  > {
  /** The number of the session or client in the status lists. */
  readonly statusIndex: number | null;
  readonly refreshToken?: string;
  /** How long the access token may live at most. */
  readonly mostSeconds?: number;
  /** Of a grant with the scope `openid`. */
  readonly identity?: Identity | null;
  readonly nonce?: string | null;
}

type Issuer = Pick<GrantRequest, "client" | "signingKeys" | "jkt">;

/** What the API has chosen; nobody has for what is no API, such as this server. */
export const algorithmOf = ({ resources }: Client, audience: string): SigningAlgorithm =>
  resources.find(({ uri }) => uri === audience)?.signingAlg ?? defaultAlgorithm;

/** Sign the tokens and build the response (RFC 6749 §5.1, OpenID Connect Core 1.0 §3.1.3.3). */
export async function issueTokens(
  { config, now, statusLists }: Context,
  { client, signingKeys, jkt }: Issuer,
  issue: Issue,
): Promise<TokenResponse> {
  const { accessTokenSeconds } = lifetimesOf(config, client, issue.audience);
  const lifeSeconds = Math.min(accessTokenSeconds, issue.mostSeconds ?? accessTokenSeconds);
  const issuedAtSeconds = Math.floor(now() / 1000);
  const common = { issuer: config.issuer, clientId: client.clientId, issuedAtSeconds, lifeSeconds };
  const accessToken = await signAccessToken(signingKeys.keyFor(algorithmOf(client, issue.audience)), {
    ...common,
    subject: issue.subject,
    audience: issue.audience,
    scope: issue.scope,
    tokenId: issue.tokenId,
    status: issue.statusIndex === null ? null : await statusLists.referenceOf(issue.statusIndex),
    user: issue.user,
    jkt,
  });
  const { user, identity = null, nonce = null } = issue;
  const authTimeSeconds = user?.authTimeSeconds;
  const idToken =
    user === undefined ||
    authTimeSeconds === undefined ||
    identity === null ||
    !issue.scope.includes("openid")
      ? null
      : await signIdToken(signingKeys.keyFor(client.idTokenSignedResponseAlg), {
          ...common,
          subject: issue.subject,
          authTimeSeconds,
          amr: user.amr,
          sessionId: user.sessionId,
          nonce,
          accessToken,
          claims: claimsFor(
            { ...identity, roles: user.roles },
            client.idTokenClaims === "scope" ? issue.scope : [],
            requestableClaims(client.scope, identity.requested?.id_token ?? []),
          ),
        });
  return {
    access_token: accessToken,
    token_type: jkt === null ? "Bearer" : "DPoP",
    expires_in: lifeSeconds,
    ...(issue.refreshToken !== undefined && { refresh_token: issue.refreshToken }),
    ...(idToken !== null && { id_token: idToken }),
    ...(issue.scope.length > 0 && { scope: issue.scope.join(" ") }),
  };
}

/** The granted scope without what the client has lost since: a stranger loses what is not open any more. */
export function stillAllowed(client: Client, scope: readonly string[], resource: string): readonly string[] {
  const allowed =
    client.origin === "operator"
      ? client.scope
      : openScope(client.resources.filter(({ uri }) => uri === resource));
  return isScopeWithin(scope, allowed) ? scope : scope.filter((token) => allowed.includes(token));
}

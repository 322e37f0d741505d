import { type TokenResponse } from "../../shared/index.js";
import type { LocatedOrigin } from "../../audit/actor.js";
import { type Client } from "../../clients/clients.sql.js";
import type { Context } from "../../context.js";
import type { Form } from "../../http/form.js";
import type { ActiveKey } from "../../keys/sign-jws.js";
import type { Identity } from "../../sessions/session.sql.js";
import { type AccessTokenInput } from "../../tokens/access-token.js";
/** A token request of an authenticated client that may use the grant. */
export interface GrantRequest {
    readonly client: Client;
    readonly form: Form;
    readonly origin: LocatedOrigin;
    /** Signs the tokens. Without it, nothing is consumed for a response that could not be given. */
    readonly signingKey: ActiveKey;
    /** From the cookie or the form, depending on the client's delivery; undefined if missing. */
    readonly refreshToken: string | undefined;
    /** Its signal is aborted once nobody waits for the response. */
    readonly work: {
        readonly signal: AbortSignal;
    };
}
export interface GrantAnswer {
    readonly outcome: "issued" | "retried";
    readonly response: TokenResponse;
}
/** One grant_type: checks in the order of its RFC, then issues tokens. @throws {OAuthError} */
export type Grant = (context: Context, request: GrantRequest) => Promise<GrantAnswer>;
export declare const newTokenId: () => string;
interface Issue extends Omit<AccessTokenInput, "issuer" | "clientId" | "issuedAtSeconds" | "lifeSeconds" | "status"> {
    /** The number of the session or client in the status lists. */
    readonly statusIndex: number | null;
    readonly refreshToken?: string;
    /** Of a grant with the scope `openid`. */
    readonly identity?: Identity | null;
    readonly nonce?: string | null;
}
type Issuer = Pick<GrantRequest, "client" | "signingKey">;
/** Sign the tokens and build the response (RFC 6749 §5.1, OpenID Connect Core 1.0 §3.1.3.3). */
export declare function issueTokens({ config, now, statusLists }: Context, { client, signingKey }: Issuer, issue: Issue): Promise<TokenResponse>;
/** The granted scope without what the client has lost since: a stranger loses what is not open any more. */
export declare function stillAllowed(client: Client, scope: readonly string[], resource: string): readonly string[];
export {};

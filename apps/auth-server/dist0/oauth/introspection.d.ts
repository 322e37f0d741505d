/**
 * Token introspection. It changes nothing: a refresh token is not consumed, and reuse has no effect.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2.2
 */
import type { AccessTokenClaims, Actor, IntrospectionResponse } from "../shared/index.js";
import type { Context } from "../context.js";
import type { Introspector } from "./introspector.js";
export declare function introspect(context: Context, introspector: Introspector, token: string): Promise<IntrospectionResponse>;
/** The holder of a live token. */
export interface Holder {
    /** Null if the client acts for itself. */
    readonly email: string | null;
    /** If there is a session, as they are now. */
    readonly roles?: readonly string[];
    readonly statusIndex?: number | null;
}
/** Null if the session, user or client has ended the token early, or a client through which it was exchanged. */
export declare function findHolder({ db }: Pick<Context, "db">, { client_id, sub, sid, aud, act }: AccessTokenClaims): Promise<Holder | null>;
/** All who act, the last first (RFC 8693 §4.1). */
export declare const actorsIn: ({ sub, act }: Actor) => string[];

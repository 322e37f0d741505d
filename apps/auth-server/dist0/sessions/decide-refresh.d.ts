/**
 * The decision on a refresh that the single statement did not match: a pure function of the session's row and the
 * presented token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
import type { JudgedSession } from "./judge.sql.js";
import { type RefreshToken } from "./refresh-token.js";
export type RefreshDecision = 
/** The current token's parent, inside the window, its successor unused: answered with the same successor. */
"retried"
/** Valid after all: the obstacle has been removed meanwhile. */
 | "current" | RefreshRefusal;
export type RefreshRefusal = 
/** Another client's token. */
"wrong_client" | "revoked"
/** A generation that the row has not reached: the database was restored from a backup. */
 | "ahead"
/** An older generation, and no retry: somebody uses a copy of the token. */
 | "reused"
/** Valid, but from another network or country, and the policy ends the session (policies.ts). */
 | "address_changed"
/** Valid, but one refresh too many within an access token's lifetime, and the policy ends the session. */
 | "refresh_burst"
/** The row's generation and a valid tag, but not the row's secret. */
 | "mismatch" | "client_disabled" | "user_disabled"
/** The idle or absolute lifetime is over. */
 | "expired"
/** The client may no longer request the session's resource. */
 | "resource_lost"
/** None of the requested scope was granted. */
 | "scope_exceeds_grant" | "resource_exceeds_grant" | "unknown";
/** A presented refresh. Its tag is valid, so this server issued its generation. */
export interface PresentedRefresh {
    readonly clientId: string;
    readonly generation: number;
    readonly secretHash: Buffer;
    /** The presented token's successor under each entry of `SECRETS`. */
    readonly successors: readonly RefreshToken[];
    /** It was presented before and may have rotated the row then: the database never answered. */
    readonly wasUnanswered: boolean;
    readonly scope: readonly string[] | null;
    readonly resource: string | null;
}
/** `retrySeconds` is `REFRESH_RETRY_SECONDS`; 0 makes every second use a reuse. */
export declare function decideRefresh(session: JudgedSession | null, presented: PresentedRefresh, retrySeconds: number): RefreshDecision;
/** The token that the session's row expects next, if it is among these. */
export declare const findCurrent: (session: JudgedSession, tokens: readonly RefreshToken[]) => RefreshToken | undefined;

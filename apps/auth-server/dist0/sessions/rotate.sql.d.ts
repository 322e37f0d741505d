/**
 * Rotates sessions: one row per sign-in, for its whole life. Times are the database's. Rotation and revocation lock the
 * same row, so neither can overtake the other. Joins users, clients, client_resources and resources, because a refresh is
 * one statement.
 */
import type { LocatedOrigin } from "../audit/actor.js";
import type { Db } from "../database/database.js";
import { type SessionGrant } from "./session.sql.js";
/** What a refresh presents and requests. */
export interface Rotation extends LocatedOrigin {
    readonly sessionId: string;
    readonly clientId: string;
    readonly generation: number;
    readonly secretHash: Buffer;
    readonly nextSecretHash: Buffer;
    /** At most; the resource may allow less. */
    readonly idleSeconds: number;
    readonly accessTokenId: string;
    /** The counting period of refreshes, at most. */
    readonly accessTokenSeconds: number;
    /** The network that the session must have been used from last, in CIDR form; null allows any. */
    readonly network: string | null;
    /** Once the count exceeds this, the statement does not match, once; null means no limit. */
    readonly burst: number | null;
    /** At least one must have been granted; null requests everything granted. */
    readonly scope: readonly string[] | null;
    /** Must be the granted resource; null accepts any. */
    readonly resource: string | null;
}
/**
 * Consume a refresh token, once: the statement that everything rests on. Returns one row if every condition holds,
 * none if any fails; of any number of simultaneous uses, one sees the row. Served by sessions_pkey, users_pkey,
 * clients_pkey, client_resources_pkey and resources_pkey.
 */
export declare function rotateSession(db: Db, rotation: Rotation): Promise<SessionGrant | null>;
/**
 * The same for many sessions: one round trip and one commit for all. Each session at most once; `scope` and
 * `resource` are not checked. Skips locked rows, so that one cannot hold up the rest: repeat singly whatever is
 * missing from the result.
 */
export declare function rotateSessions(db: Db, rotations: readonly Rotation[]): Promise<Map<string, SessionGrant>>;

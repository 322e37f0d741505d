/**
 * Opens sessions: one statement inserts the session, ends those it displaces, and audits both. A user has at most
 * `MAX_SESSIONS` open sessions per client: the least recently used ones make room.
 */
import type { LocatedOrigin } from "../audit/actor.js";
import type { Db } from "../database/database.js";
import { type OpenedSession } from "./session.sql.js";
export interface Opening extends LocatedOrigin {
    readonly sessionId: string;
    readonly clientId: string;
    readonly secretHash: Buffer;
    readonly accessTokenId: string;
    /** Per user and client. */
    readonly maxSessions: number;
}
/**
 * Makes the statement that opens a session if another room's proof holds: a password's, a code's.
 *
 * Simultaneous sign-ins end different sessions and do not wait for each other; what they cannot see of each other, the
 * next sign-in ends. Expired sessions count until they are marked here, or any number of them could get in the way.
 * Served by sessions_open.
 *
 * @param proof SQL that returns one row, or none if the proof fails: user_id, the user's columns by `identityOf`, scope,
 *   resource, nonce, requested_claims, authenticated_at, amr, sign_in_id, idle_seconds, absolute_seconds. $1 is the session's
 *   id, $2 the client's; its own parameters start at $10
 */
export declare function sessionOpener(name: string, proof: string): (db: Db, opening: Opening, proofValues: readonly unknown[]) => Promise<OpenedSession | null>;

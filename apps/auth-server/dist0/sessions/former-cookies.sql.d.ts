/** Support for refresh cookies under their former name, which any sibling host can set. */
import type { Db } from "../database/database.js";
import type { RefreshToken } from "./refresh-token.js";
/**
 * Whether this token may still arrive under the former name. Its session must date from that time and not have been
 * refreshed since, except once for a lost answer. So nobody can plant a newly opened session, or keep planting an old
 * one. Served by sessions_pkey.
 */
export declare function mayComeByFormerCookie(db: Db, { sessionId, generation }: Pick<RefreshToken, "sessionId" | "generation">): Promise<boolean>;

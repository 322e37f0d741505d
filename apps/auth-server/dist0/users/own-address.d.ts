/** Addresses that people have proven to read, by a link in a mail. */
import type { Actor } from "../audit/actor.js";
import type { Transaction } from "../database/database.js";
import { type User } from "./users.sql.js";
/**
 * Give a user the address that they have proven, or keep that they have proven the one they have.
 *
 * @throws {OAuthError} if another user has it; or the database's error, which `refuseTaken` turns into that
 */
export declare function setProvenAddress(tx: Transaction, user: User, email: string, by: Actor): Promise<void>;

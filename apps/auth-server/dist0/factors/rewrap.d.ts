/** The authenticators' secrets, when `SECRETS` changes. */
import type { Db } from "../database/database.js";
import type { Secrets } from "../secrets.js";
/**
 * Seal every authenticator's secret under the first entry of `SECRETS`. Each is replaced by a statement of its own, so that
 * servers go on meanwhile, and a call that was interrupted can be repeated.
 *
 * @returns how many were under another entry
 * @throws {Error} if an entry is missing that one of them needs; then none is changed
 */
export declare function rewrapTotp(db: Db, secrets: Secrets): Promise<number>;

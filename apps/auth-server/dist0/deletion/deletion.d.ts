/** Deletes a user, client or resource with everything that depends on it. */
import type { Act } from "../administration/act.js";
import { type Owner } from "../database/batches.sql.js";
import { type Pool, type Transaction } from "../database/database.js";
/** What the owner's room does in the last transaction. */
interface LastSteps {
    /** Lock the owner so that nothing new can refer to it: such an insert waits, then fails on its foreign key. False: it is gone. */
    lock(tx: Transaction): Promise<boolean>;
    /** Such as the audit event. */
    record(tx: Transaction, sessionsEnded: number): Promise<void>;
    remove(tx: Transaction): Promise<void>;
}
/**
 * Delete it. The caller has disabled it in a transaction of its own. Sessions, codes and consents go in batches; the last
 * transaction locks the owner, deletes what was added in the meantime, and then the owner. After a failure it stays disabled,
 * and the deletion can be repeated.
 *
 * @returns how many sessions were open
 * @throws {OAuthError} if somebody else deleted it in the meantime
 */
export declare function deleteAll(db: Pool, owner: Owner, { by }: Act, last: LastSteps): Promise<number>;
export {};

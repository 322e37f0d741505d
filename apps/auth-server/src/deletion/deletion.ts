/** Deletes a user, client or resource with everything that depends on it. */
import type { Act } from "../administration/act.js";
import { notThere } from "../administration/faults.js";
import type { Actor } from "../audit/actor.js";
import { deleteCodesOf } from "../codes/authorization-codes.sql.js";
import { deleteConsentsOf } from "../consents/consents.sql.js";
import { deleteBatch, type Owner } from "../database/batches.sql.js";
import { type Db, inTransaction, type Pool, type Transaction } from "../database/database.js";
import { deleteNoticesOf } from "../logout-notices/logout-notices.sql.js";
import { deleteSessions } from "../sessions/delete.sql.js";
import type { EndReason } from "../sessions/end-reasons.js";

const nouns = { userId: "user", clientId: "client", resource: "resource" } as const;

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
export async function deleteAll(db: Pool, owner: Owner, { by }: Act, last: LastSteps): Promise<number> {
  const [[kind, id]] = Object.entries(owner) as [[keyof typeof nouns, string]];
  const noun = nouns[kind];
  const ended = await deleteDependents(db, owner, `${noun}_deleted`, by, false);
  return inTransaction(db, async (tx) => {
    if (!(await last.lock(tx))) throw notThere(`${noun} ${id}`);
    const sessionsEnded = ended + (await deleteDependents(tx, owner, `${noun}_deleted`, by, true));
    await last.record(tx, sessionsEnded);
    await last.remove(tx);
    return sessionsEnded;
  });
}

/** Outside a transaction, each batch is its own. Audits the end of open sessions. @returns how many were open */
async function deleteDependents(
  db: Db,
  owner: Owner,
  reason: EndReason,
  by: Actor,
  wait: boolean,
): Promise<number> {
  await deleteCodesOf(db, owner, wait);
  const ended = await deleteSessions(db, owner, reason, by, { limit: deleteBatch, wait });
  if ("clientId" in owner) await deleteNoticesOf(db, owner.clientId, wait);
  await deleteConsentsOf(db, owner, wait);
  return ended;
}

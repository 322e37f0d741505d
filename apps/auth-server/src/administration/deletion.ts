/** Deletes a user, client or resource with everything that depends on it. */
import { type Static, Type } from "typebox";
import type { EndReason } from "../sessions/end-reasons.js";
import { inTransaction, type Pool, type Transaction } from "../store/database.js";
import {
  countDependents,
  deleteDependents,
  deleteOwner,
  lockOwner,
  mostCounted,
  type Owner,
} from "../store/deletions.js";
import type { Act } from "./act.js";
import { notThere } from "./faults.js";

const count = (what: string) =>
  Type.Integer({ maximum: mostCounted, description: `${what}; counts to ${mostCounted}.` });

export const DependentsRepresentation = Type.Object(
  {
    open_sessions: count("Sessions that can be refreshed"),
    ended_sessions: count("Sessions kept after their end"),
    sign_ins: count("Browsers that are signed in"),
    consents: count("Consents"),
    codes: count("Authorization codes not yet redeemed"),
    clients: Type.Array(Type.String(), { description: "Clients that lose access to the resource." }),
  },
  { $id: "Dependents" },
);

/** What deleting it would delete. Does not check that it exists. */
export async function readDependents(
  db: Pool,
  owner: Owner,
): Promise<Static<typeof DependentsRepresentation>> {
  const found = await countDependents(db, owner);
  return {
    open_sessions: found.openSessions,
    ended_sessions: found.endedSessions,
    sign_ins: found.signIns,
    consents: found.consents,
    codes: found.codes,
    clients: [...found.clients],
  };
}

const nouns = { userId: "user", clientId: "client", resource: "resource" } as const;

export const DeletedRepresentation = Type.Object({ sessions_ended: Type.Integer() });

/**
 * Delete it. The caller has disabled it in a transaction of its own. Sessions, codes and consents go in batches; the last
 * transaction locks the owner, deletes what was added in the meantime, and then the owner. After a failure it stays disabled,
 * and the deletion can be repeated.
 *
 * @param last further work for the last transaction, such as the audit event
 * @returns how many sessions were open
 * @throws {OAuthError} if somebody else deleted it in the meantime
 */
export async function deleteAll(
  db: Pool,
  owner: Owner,
  { by }: Act,
  last: (tx: Transaction, sessionsEnded: number) => Promise<void>,
): Promise<number> {
  const [[kind, id]] = Object.entries(owner) as [[keyof typeof nouns, string]];
  const noun = nouns[kind];
  const reason: EndReason = `${noun}_deleted`;
  const ended = await deleteDependents(db, owner, reason, by, { wait: false });
  return inTransaction(db, async (tx) => {
    if (!(await lockOwner(tx, owner))) throw notThere(`${noun} ${id}`);
    const sessionsEnded = ended + (await deleteDependents(tx, owner, reason, by, { wait: true }));
    await last(tx, sessionsEnded);
    await deleteOwner(tx, owner);
    return sessionsEnded;
  });
}

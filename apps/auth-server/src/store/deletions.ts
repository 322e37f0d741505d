/** Deletes users, clients and resources, and what depends on them in batches. */
import type { Actor } from "../audit/actor.js";
import { countSessions, deleteSessions } from "../sessions/delete.sql.js";
import type { EndReason } from "../sessions/end-reasons.js";
import type { Db, Transaction } from "./database.js";

export type Owner =
  | { readonly userId: string }
  | { readonly clientId: string }
  | { readonly resource: string };

/** The owner's table and key, and the column that refers to it in other tables. */
function placeOf(owner: Owner): { table: string; key: string; column: string; value: string } {
  if ("userId" in owner) return { table: "users", key: "id", column: "user_id", value: owner.userId };
  return "clientId" in owner
    ? { table: "clients", key: "client_id", column: "client_id", value: owner.clientId }
    : { table: "resources", key: "uri", column: "resource", value: owner.resource };
}

export interface Dependents {
  readonly openSessions: number;
  readonly endedSessions: number;
  /** Browsers that are signed in. */
  readonly signIns: number;
  readonly consents: number;
  /** Unredeemed authorization codes. */
  readonly codes: number;
  /** The client_ids of clients that may use the resource. */
  readonly clients: readonly string[];
}

/** Counting stops here. */
export const mostCounted = 100_000;

/** Served by the indexes on sessions, sign_ins and consents; codes, which are few, are scanned. */
export async function countDependents(db: Db, owner: Owner): Promise<Dependents> {
  const { column, value } = placeOf(owner);
  const count = (table: string, condition: string) =>
    `(select count(*)::int from (select from ${table} where ${column} = $1 and ${condition} limit ${mostCounted}) counted)`;
  const sessions = await countSessions(db, owner, mostCounted);
  const { rows } = await db.query<Omit<Dependents, "openSessions" | "endedSessions">>(
    `select ${column === "user_id" ? count("sign_ins", "expires_at > now()") : "0"} as "signIns",
            ${count("consents", "true")} as consents,
            ${count("authorization_codes", "session_id is null and expires_at > now()")} as codes,
            ${column === "resource" ? "array(select client_id from client_resources where resource = $1 order by 1)" : "'{}'::text[]"}
              as clients`,
    [value],
  );
  if (rows[0] === undefined) throw new Error("select returned no row");
  return { ...rows[0], openSessions: sessions.open, endedSessions: sessions.ended };
}

/** Small enough for the statement timeout. */
const batch = 1000;

interface HowToDelete {
  /** False: skip rows that a request has locked. */
  readonly wait: boolean;
}

/**
 * Delete codes, sessions and consents in batches; outside a transaction, each batch is its own. Audits the end of open
 * sessions.
 *
 * @returns how many sessions were open
 */
export async function deleteDependents(
  db: Db,
  owner: Owner,
  reason: EndReason,
  by: Actor,
  { wait }: HowToDelete,
): Promise<number> {
  const { column, value } = placeOf(owner);
  const deleteAll = async (table: string) => {
    const chosen = `select ctid from ${table} where ${column} = $1 limit ${batch} for update${wait ? "" : " skip locked"}`;
    const text = `delete from ${table} where ctid = any (array(${chosen}))`;
    while ((await db.query(text, [value])).rowCount) {
      // the next batch
    }
  };
  await deleteAll("authorization_codes");
  const ended = await deleteSessions(db, owner, reason, by, { limit: batch, wait });
  await deleteAll("consents");
  return ended;
}

/**
 * Lock the owner so that nothing new can refer to it: an insert of such a row waits, then fails on its foreign key.
 *
 * @returns whether it exists
 */
export async function lockOwner(tx: Transaction, owner: Owner): Promise<boolean> {
  const { table, key, value } = placeOf(owner);
  const { rowCount } = await tx.query(`select from ${table} where ${key} = $1 for update`, [value]);
  return rowCount === 1;
}

/** Delete the owner itself. Requires its lock, and no dependents. */
export async function deleteOwner(tx: Transaction, owner: Owner): Promise<void> {
  const { table, key, value } = placeOf(owner);
  await tx.query(`delete from ${table} where ${key} = $1`, [value]);
}

/** Remove a resource from all clients, with an audit event for each. @returns their client_ids */
export async function takeResourceFromClients(tx: Transaction, uri: string, by: Actor): Promise<string[]> {
  const { rows } = await tx.query<{ client_id: string }>(
    `with taken as (delete from client_resources where resource = $1 returning client_id),
     audit as (
       insert into audit_events (event, client_id, actor, address, user_agent, request_id, detail)
       select 'client.updated', client_id, $2::text, $3::inet, $4::text, $5::text,
              jsonb_build_object('changed', array['resources'], 'resource_deleted', $1::text) from taken)
     select client_id from taken order by client_id`,
    [uri, by.actor, by.address, by.userAgent, by.requestId],
  );
  return rows.map(({ client_id }) => client_id);
}

/** What users agreed to: which app may use which scope at which API in their name. */
import type { Actor } from "../audit/actor.js";
import type { Db } from "./database.js";

export interface Consent {
  readonly clientId: string;
  readonly clientName: string;
  readonly resource: string;
  readonly scope: readonly string[];
  readonly grantedAt: Date;
}

/** Whose consent to what: one row. */
export interface ConsentKey {
  readonly userId: string;
  readonly clientId: string;
  readonly resource: string;
}

/** The scope agreed to so far, which can be none; null where there was no consent. */
export async function findConsentedScope(
  db: Db,
  { userId, clientId, resource }: ConsentKey,
): Promise<string[] | null> {
  const { rows } = await db.query<{ scope: string[] }>(
    "select scope from consents where user_id = $1 and client_id = $2 and resource = $3",
    [userId, clientId, resource],
  );
  return rows[0]?.scope ?? null;
}

/**
 * Use up the yes that was given to one request, if it was given lately: of any number of simultaneous uses one does.
 * Withdrawing the consent takes it away.
 *
 * @returns whether there was one
 */
export async function consumeConsent(
  db: Db,
  { userId, clientId, resource }: ConsentKey,
  requestHash: Buffer,
  withinSeconds: number,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update consents set request_hash = null
      where user_id = $1 and client_id = $2 and resource = $3 and request_hash = $4
        and granted_at > now() - make_interval(secs => $5)`,
    [userId, clientId, resource, requestHash, withinSeconds],
  );
  return rowCount === 1;
}

/** Remember a consent, which adds to an earlier one, and for which request it was given. */
export async function grantConsent(
  db: Db,
  consent: ConsentKey & { readonly scope: readonly string[]; readonly requestHash: Buffer },
  by: Actor,
): Promise<void> {
  await db.query(
    `with consent as (
       insert into consents (user_id, client_id, resource, scope, request_hash) values ($1, $2, $3, $4, $8)
       on conflict (user_id, client_id, resource) do update
         set scope = array(select distinct unnest(consents.scope || excluded.scope)), granted_at = now(),
             request_hash = excluded.request_hash
       returning user_id, client_id)
     insert into audit_events (event, user_id, client_id, address, user_agent, request_id)
     select 'consent.granted', user_id, client_id, $5, $6, $7 from consent`,
    [
      consent.userId,
      consent.clientId,
      consent.resource,
      consent.scope,
      by.address,
      by.userAgent,
      by.requestId,
      consent.requestHash,
    ],
  );
}

export async function listConsents(db: Db, userId: string): Promise<Consent[]> {
  const { rows } = await db.query<{
    client_id: string;
    name: string;
    resource: string;
    scope: string[];
    granted_at: Date;
  }>(
    `select c.client_id, k.name, c.resource, c.scope, c.granted_at
       from consents c join clients k on k.client_id = c.client_id
      where c.user_id = $1 order by k.name, c.resource`,
    [userId],
  );
  return rows.map((row) => ({
    clientId: row.client_id,
    clientName: row.name,
    resource: row.resource,
    scope: row.scope,
    grantedAt: row.granted_at,
  }));
}

/** Forget what a user agreed to for an app, at every API. */
export async function deleteConsents(db: Db, userId: string, clientId: string, by: Actor): Promise<void> {
  await db.query(
    `with withdrawn as (delete from consents where user_id = $1 and client_id = $2 returning user_id, client_id)
     insert into audit_events (event, user_id, client_id, actor, address, user_agent, request_id)
     select distinct 'consent.withdrawn', user_id, client_id, $3::text, $4::inet, $5::text, $6::text from withdrawn`,
    [userId, clientId, by.actor, by.address, by.userAgent, by.requestId],
  );
}

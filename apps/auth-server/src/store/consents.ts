/** Users' consents: which app may use which scope at which API on their behalf. */
import type { Actor } from "./audit-events.js";
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

/** The scope consented to so far, perhaps empty; null without a consent. */
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

/** What the user has let the client do, at each API. */
export async function findConsents(
  db: Db,
  userId: string,
  clientId: string,
): Promise<Pick<Consent, "resource" | "scope">[]> {
  const { rows } = await db.query<{ resource: string; scope: string[] }>(
    "select resource, scope from consents where user_id = $1 and client_id = $2",
    [userId, clientId],
  );
  return rows;
}

/**
 * Use up the consent given for one request, if it is recent: of any number of simultaneous uses, one succeeds.
 * Withdrawing the consent removes it.
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

/** Record a consent, adding to an earlier one, and the request that it was given for. */
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

/** Remove a user's consent for an app, at every API. */
export async function deleteConsents(db: Db, userId: string, clientId: string, by: Actor): Promise<void> {
  await db.query(
    `with withdrawn as (delete from consents where user_id = $1 and client_id = $2 returning user_id, client_id)
     insert into audit_events (event, user_id, client_id, actor, address, user_agent, request_id)
     select distinct 'consent.withdrawn', user_id, client_id, $3::text, $4::inet, $5::text, $6::text from withdrawn`,
    [userId, clientId, by.actor, by.address, by.userAgent, by.requestId],
  );
}

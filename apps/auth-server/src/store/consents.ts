/** What users agreed to: which app may use which scope at which API in their name. */
import type { Actor } from "./audit-events.js";
import type { Db } from "./database.js";

export interface Consent {
  readonly clientId: string;
  readonly clientName: string;
  readonly resource: string;
  readonly scope: readonly string[];
  readonly grantedAt: Date;
}

/**
 * The scope agreed to so far, which can be none; null where there was no consent.
 *
 * @param withinSeconds count only a consent that is no older; null: however old it is
 */
export async function findConsentedScope(
  db: Db,
  userId: string,
  clientId: string,
  resource: string,
  withinSeconds: number | null,
): Promise<string[] | null> {
  const { rows } = await db.query<{ scope: string[] }>(
    `select scope from consents where user_id = $1 and client_id = $2 and resource = $3
        and ($4::int is null or granted_at > now() - make_interval(secs => $4))`,
    [userId, clientId, resource, withinSeconds],
  );
  return rows[0]?.scope ?? null;
}

/** Remember a consent; it adds to an earlier one. */
export async function grantConsent(
  db: Db,
  consent: {
    readonly userId: string;
    readonly clientId: string;
    readonly resource: string;
    readonly scope: readonly string[];
  },
  by: Actor,
): Promise<void> {
  await db.query(
    `with consent as (
       insert into consents (user_id, client_id, resource, scope) values ($1, $2, $3, $4)
       on conflict (user_id, client_id, resource) do update
         set scope = array(select distinct unnest(consents.scope || excluded.scope)), granted_at = now()
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

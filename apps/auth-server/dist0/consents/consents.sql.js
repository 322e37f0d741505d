/** Users' consents: which app may use which scope at which API on their behalf. */
import { countRowsOf, deleteRowsOf } from "../database/batches.sql.js";
/** The scope consented to so far, perhaps empty; null without a consent, or if it was given to another `consentHash`. */
export async function findConsentedScope(db, { userId, clientId, resource }, clientHash) {
    const { rows } = await db.query(`select scope from consents
      where user_id = $1 and client_id = $2 and resource = $3 and client_hash is not distinct from $4`, [userId, clientId, resource, clientHash]);
    return rows[0]?.scope ?? null;
}
/** What the user has let the client do, at each API, by consents given to this `consentHash`. */
export async function findConsents(db, userId, clientId, clientHash) {
    const { rows } = await db.query(`select resource, scope from consents
      where user_id = $1 and client_id = $2 and client_hash is not distinct from $3`, [userId, clientId, clientHash]);
    return rows;
}
/**
 * Use up the consent given for one request, if it is recent: of any number of simultaneous uses, one succeeds.
 * Withdrawing the consent removes it.
 *
 * @returns whether there was one
 */
export async function consumeConsent(db, { userId, clientId, resource }, requestHash, withinSeconds) {
    const { rowCount } = await db.query(`update consents set request_hash = null
      where user_id = $1 and client_id = $2 and resource = $3 and request_hash = $4
        and granted_at > now() - make_interval(secs => $5)`, [userId, clientId, resource, requestHash, withinSeconds]);
    return rowCount === 1;
}
/** Record a consent, adding to an earlier one to the same `consentHash`, and the request that it was given for. */
export async function grantConsent(db, consent, by) {
    await db.query(`with consent as (
       insert into consents (user_id, client_id, resource, scope, request_hash, client_hash)
       values ($1, $2, $3, $4, $8, $9)
       on conflict (user_id, client_id, resource) do update
         set scope = case when consents.client_hash is not distinct from excluded.client_hash
                          then array(select distinct unnest(consents.scope || excluded.scope)) else excluded.scope end,
             granted_at = now(), request_hash = excluded.request_hash, client_hash = excluded.client_hash
       returning user_id, client_id)
     insert into audit_events (event, user_id, client_id, address, user_agent, request_id)
     select 'consent.granted', user_id, client_id, $5, $6, $7 from consent`, [
        consent.userId,
        consent.clientId,
        consent.resource,
        consent.scope,
        by.address,
        by.userAgent,
        by.requestId,
        consent.requestHash,
        consent.clientHash,
    ]);
}
/**
 * The apps that a user agreed to, by name, after the one with this client id: each with all that it may do. Served by consents_pkey,
 * clients_pkey and resources_pkey.
 */
export async function listConsentedApps(db, userId, after, limit) {
    const { rows } = await db.query(`with apps as (
       select k.client_id, k.name,
              case when k.origin = 'document' then k.client_id
                   when k.origin = 'operator' or cardinality(k.redirect_uris) = 1 then k.redirect_uris[1] end as address
         from clients k
        where exists (select from consents c where c.user_id = $1 and c.client_id = k.client_id)
          and ($2::text is null or (k.name, k.client_id) > (select name, client_id from clients where client_id = $2))
        order by k.name, k.client_id limit $3)
     select a.client_id as "clientId", a.name as "clientName", a.address,
            max(c.granted_at) as "grantedAt",
            json_agg(json_build_object('uri', c.resource, 'name', r.name, 'scope', c.scope,
                                       'scopeDescriptions', r.scope_descriptions) order by c.resource) as apis
       from apps a join consents c on c.user_id = $1 and c.client_id = a.client_id join resources r on r.uri = c.resource
      group by a.client_id, a.name, a.address order by a.name, a.client_id`, [userId, after, limit]);
    return rows;
}
/** Remove a user's consent for an app, at every API. */
export async function deleteConsents(db, userId, clientId, by) {
    await db.query(`with withdrawn as (delete from consents where user_id = $1 and client_id = $2 returning user_id, client_id)
     insert into audit_events (event, user_id, client_id, actor, address, user_agent, request_id)
     select distinct 'consent.withdrawn', user_id, client_id, $3::text, $4::inet, $5::text, $6::text from withdrawn`, [userId, clientId, by.actor, by.address, by.userAgent, by.requestId]);
}
/** Served by the indexes on user_id, client_id and resource. */
export const countConsentsOf = (db, owner) => countRowsOf(db, "consents", owner);
export const deleteConsentsOf = (db, owner, wait) => deleteRowsOf(db, "consents", owner, wait);
//# sourceMappingURL=consents.sql.js.map
/** The audit log. Append-only; it never holds a token, code, secret or password. */
import type { Reason } from "@regrant/shared";
import type { Db } from "../database/database.js";
import type { Actor } from "./actor.js";

/** Every event name. */
export const auditEventNames = [
  "assertion.accepted",
  "assertion.refused",
  "authorization_code.refused",
  "client.authentication_refused",
  "client.created",
  "client.deleted",
  "client.disabled",
  "client.enabled",
  "client.secret_dropped",
  "client.secret_rotated",
  "client.updated",
  "consent.granted",
  "consent.withdrawn",
  "factor.added",
  "factor.codes_renewed",
  "factor.recovered",
  "factor.removed",
  "factor.refused",
  "identity.linked",
  "identity.unlinked",
  "mail.given_up",
  "password.changed",
  "password.reset_requested",
  "provider.created",
  "provider.deleted",
  "provider.disabled",
  "provider.enabled",
  "provider.secret_changed",
  "provider.updated",
  "refresh_token.refused",
  "refresh_token.retried",
  "registration_token.created",
  "registration_token.revoked",
  "resource.authentication_refused",
  "resource.created",
  "resource.deleted",
  "resource.secret_dropped",
  "resource.secret_rotated",
  "resource.updated",
  "session.address_changed",
  "session.created",
  "session.refresh_burst",
  "session.revoked",
  "sign_in.created",
  "sign_in.ended",
  "sign_in.new_device",
  "sign_in.refused",
  "sign_in.stepped_up",
  "signing_key.activated",
  "signing_key.removed",
  "signing_key.retired",
  "signing_key.revoked",
  "signing_key.rewrapped",
  "signing_key.staged",
  "trusted_issuer.created",
  "trusted_issuer.deleted",
  "trusted_issuer.disabled",
  "trusted_issuer.enabled",
  "trusted_issuer.updated",
  "user.created",
  "user.deleted",
  "user.deletion_cancelled",
  "user.deletion_requested",
  "user.disabled",
  "user.email_changed",
  "user.email_verified",
  "user.enabled",
  "user.exported",
  "user.invitation_withdrawn",
  "user.invited",
  "user.updated",
] as const;

export interface AuditEvent extends Actor {
  readonly event: (typeof auditEventNames)[number];
  readonly reason?: Reason;
  readonly clientId?: string;
  readonly userId?: string;
  readonly sessionId?: string;
  /** Further details, in wire names. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

export async function insertAuditEvent(db: Db, event: AuditEvent): Promise<void> {
  await db.query({
    name: "insert-audit-event",
    text: `insert into audit_events (event, reason, actor, client_id, user_id, session_id, address, user_agent, request_id, detail)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      event.event,
      event.reason,
      event.actor,
      event.clientId,
      event.userId,
      event.sessionId,
      event.address,
      event.userAgent,
      event.requestId,
      event.detail,
    ],
  });
}

/** Conditions on events; all must hold. */
export interface AuditFilter {
  readonly userId?: string;
  readonly clientId?: string;
  readonly sessionId?: string;
  /** A prefix of the event's name. */
  readonly event?: string;
  readonly reason?: string;
  readonly requestId?: string;
  /** Inclusive. */
  readonly since?: Date;
  /** Exclusive. */
  readonly until?: Date;
}

export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly event: string;
  readonly reason: string | null;
  readonly actor: string | null;
  readonly clientId: string | null;
  readonly userId: string | null;
  /** The current address; null if the user is gone. */
  readonly email: string | null;
  readonly sessionId: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/**
 * Events, newest first; for the next page, `before` is this page's last row. Served by audit_events_user_id,
 * _client_id, _session_id, _event, _reason and _request_id, all but the last in order of time, and by
 * audit_events_pkey if only the time is given. One lookup per event name, because the index has no common order for
 * several.
 */
export async function listAuditEvents(
  db: Db,
  filter: AuditFilter,
  { limit, before }: { readonly limit: number; readonly before?: { readonly at: Date; readonly id: string } },
): Promise<AuditRow[]> {
  const { event: prefix } = filter;
  const names = prefix === undefined ? [null] : auditEventNames.filter((name) => name.startsWith(prefix));
  const values: unknown[] = [names, limit];
  const conditions: [string, unknown][] = [
    ["user_id = ", filter.userId],
    ["client_id = ", filter.clientId],
    ["session_id = ", filter.sessionId],
    ["reason = ", filter.reason],
    ["request_id = ", filter.requestId],
    ["at >= ", filter.since],
    ["at < ", filter.until],
  ];
  const where = conditions.flatMap(([sql, value]) =>
    value === undefined ? [] : [`${sql}$${values.push(value)}`],
  );
  if (prefix !== undefined) where.push("event = name");
  if (before !== undefined) where.push(`(at, id) < ($${values.push(before.at)}, $${values.push(before.id)})`);
  const { rows } = await db.query<AuditRow>(
    `select e.id, e.at, e.event, e.reason, e.actor, e.client_id as "clientId", e.user_id as "userId", u.email,
            e.session_id as "sessionId", host(e.address) as address, e.user_agent as "userAgent",
            e.request_id as "requestId", e.detail
       from unnest($1::text[]) as name
      cross join lateral (select * from audit_events where ${where.join(" and ") || "true"}
                           order by at desc, id desc limit $2) e
       left join users u on u.id = e.user_id
      order by e.at desc, e.id desc limit $2`,
    values,
  );
  return rows;
}

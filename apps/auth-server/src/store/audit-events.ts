/** The record of what happened. Append-only; no token, code, secret or password ever goes in. */
import type { Reason } from "@regrant/shared";
import type { Db } from "./database.js";

export interface AuditEvent {
  readonly event:
    | "authorization_code.refused"
    | "consent.granted"
    | "consent.withdrawn"
    | "session.created"
    | "session.revoked"
    | "refresh_token.retried"
    | "refresh_token.refused"
    | "sign_in.created"
    | "sign_in.refused"
    | "sign_in.ended"
    | "password.changed"
    | "signing_key.staged"
    | "signing_key.activated"
    | "signing_key.removed"
    | "signing_key.revoked"
    | "signing_key.rewrapped";
  readonly reason?: Reason;
  readonly clientId?: string;
  readonly userId?: string;
  readonly sessionId?: string;
  readonly address?: string;
  readonly userAgent?: string | null;
}

export async function insertAuditEvent(db: Db, event: AuditEvent): Promise<void> {
  await db.query({
    name: "insert-audit-event",
    text: `insert into audit_events (event, reason, client_id, user_id, session_id, address, user_agent)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [
      event.event,
      event.reason,
      event.clientId,
      event.userId,
      event.sessionId,
      event.address,
      event.userAgent,
    ],
  });
}

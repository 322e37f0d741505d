/** The record of what happened. Append-only; no token, code, secret or password ever goes in. */
import type { Reason } from "@regrant/shared";
import type { Db } from "./database.js";

/** Who acts, as far as the network and the process tell. */
export interface Actor {
  /** `client:<client_id>` or `operator:<login name>` where somebody acts on another's behalf; else whom the event names. */
  readonly actor?: string;
  readonly address?: string;
  readonly userAgent?: string | null;
  /** The answer's `x-request-id`. */
  readonly requestId?: string;
}

export interface AuditEvent extends Actor {
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
  /** What else there is to know, in wire names. */
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

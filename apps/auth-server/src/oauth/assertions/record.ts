/** Records what became of trusted issuers' assertions. */
import { OAuthError } from "@regrant/shared";
import type { Assertion } from "../../assertions/verify-assertion.js";
import type { Origin } from "../../audit/actor.js";
import { type AuditEvent, insertAuditEvent } from "../../audit/audit-events.sql.js";
import type { Context } from "../../context.js";
import type { Transaction } from "../../database/database.js";
import type { TrustedIssuer } from "../../trusted-issuers/trusted-issuers.sql.js";

export interface AboutAssertion {
  readonly trusted: TrustedIssuer;
  /** Null while nothing of it is proven. */
  readonly assertion: Assertion | null;
  readonly by: Origin;
  readonly clientId?: string;
  readonly userId?: string;
}

const eventOf = ({ trusted, assertion, by, ...who }: AboutAssertion): Omit<AuditEvent, "event"> => ({
  ...by,
  ...who,
  detail: {
    trusted_issuer: trusted.id,
    ...(assertion !== null && {
      subject: storable(assertion.subject),
      jti: assertion.jti && storable(assertion.jti),
    }),
  },
});

/** PostgreSQL's jsonb takes neither NUL nor lone surrogates. */
const storable = (text: string): string => text.slice(0, 500).replace(/[\p{Cs}\0]/gu, "\uFFFD");

export const recordAcceptance = (tx: Transaction, about: AboutAssertion): Promise<void> =>
  insertAuditEvent(tx, { event: "assertion.accepted", ...eventOf(about) });

/**
 * Record what `work` refuses. What anybody could send is counted apart, so that a flood of it hides nothing of what the issuer has
 * signed. The answer is the same if recording fails.
 */
export async function recordingRefusals<T>(
  { db, auditRefusal, log }: Context,
  about: AboutAssertion,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OAuthError) || error.code !== "invalid_grant") throw error;
    const { trusted, assertion, by } = about;
    const key = `${trusted.id} ${assertion === null ? "unproven" : "proven"}`;
    const event = { event: "assertion.refused", reason: error.reason, ...eventOf(about) } as const;
    await auditRefusal(db, event, key).catch((err: unknown) =>
      log.error({ err, requestId: by.requestId }, "failed to audit a refused assertion"),
    );
    throw error;
  }
}

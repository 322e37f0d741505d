/**
 * All that is kept about a user, as a JSON document that is written while it is read: no account is too large for the memory.
 * Leaves out what proves or opens something, and who the operators are.
 */
import { type AuditRow, listAuditEvents } from "../audit/audit-events.sql.js";
import { type ConsentedApp, listConsentedApps } from "../consents/consents.sql.js";
import type { Context } from "../context.js";
import { exportFactors } from "../factors/export.sql.js";
import { listLinksOf, type MailedLink } from "../mailed-links/mailed-links.sql.js";
import { exportIdentities } from "../providers/export.sql.js";
import { type ListedSession, listSessions } from "../sessions/list.sql.js";
import { type ListedSignIn, listSignIns } from "../users/sign-ins.sql.js";
import { describeUser, readUser } from "../users/users.js";

/** Rows read at a time. */
const batch = 500;

export async function* exportedData(
  { db, config: { issuer }, now }: Context,
  userId: string,
): AsyncGenerator<string> {
  const head = {
    issuer,
    exported_at: new Date(now()).toISOString(),
    user: describeUser(await readUser(db, userId)),
    factors: await exportFactors(db, userId),
    identities: await exportIdentities(db, userId),
    mailed_links: (await listLinksOf(db, userId)).map(describeLink),
  };
  // The brace that is cut off here comes last.
  yield JSON.stringify(head, null, 2).slice(0, -2);
  yield* member("consents", describeConsent, (last: ConsentedApp | null) =>
    listConsentedApps(db, userId, last?.clientId ?? null, batch),
  );
  yield* member("sign_ins", describeSignIn, (last: ListedSignIn | null) =>
    listSignIns(db, userId, null, last?.key ?? null, batch),
  );
  yield* member("sessions", describeSession, (last: ListedSession | null) =>
    listSessions(db, { userId }, last?.key ?? null, batch),
  );
  yield* member("events", describeEvent, (last: AuditRow | null) =>
    listAuditEvents(db, { userId }, { limit: batch, ...(last !== null && { before: last }) }),
  );
  yield "\n}\n";
}

/** A member of the document that is a list: read batch by batch, each after the last item of the one before. */
async function* member<T>(
  name: string,
  describe: (item: T) => object,
  read: (last: T | null) => Promise<readonly T[]>,
): AsyncGenerator<string> {
  yield `,\n  "${name}": [`;
  let last: T | null = null;
  for (let items: readonly T[] = await read(null); items.length > 0; items = await read(last)) {
    const lines = items.map((item) => `\n    ${JSON.stringify(describe(item))}`).join(",");
    yield `${last === null ? "" : ","}${lines}`;
    last = items.at(-1) ?? null;
  }
  yield "\n  ]";
}

const describeLink = ({ purpose, email, createdAt, expiresAt }: MailedLink) => ({
  purpose,
  email,
  created_at: createdAt,
  expires_at: expiresAt,
});

const describeConsent = ({ clientId, clientName, apis, grantedAt }: ConsentedApp) => ({
  client_id: clientId,
  client_name: clientName,
  granted_at: grantedAt,
  apis: apis.map(({ uri, name, scope }) => ({ uri, name, scope: scope.join(" ") })),
});

const describeSignIn = (signIn: ListedSignIn) => ({
  id: signIn.id,
  address: signIn.address,
  user_agent: signIn.userAgent,
  authenticated_at: signIn.authenticatedAt,
  expires_at: signIn.expiresAt,
});

const describeSession = (session: ListedSession) => ({
  id: session.id,
  client_id: session.clientId,
  resource: session.resource,
  scope: session.scope.join(" "),
  amr: session.amr,
  sign_in_id: session.signInId,
  first_address: session.firstAddress,
  last_address: session.lastAddress,
  user_agent: session.userAgent,
  authenticated_at: session.authenticatedAt,
  created_at: session.createdAt,
  last_used_at: session.rotatedAt,
  refreshes: session.generation,
  expires_at: session.idleExpiresAt,
  ends_at: session.absoluteExpiresAt,
  jkt: session.jkt,
  revoked_at: session.revokedAt,
  revoke_reason: session.revokeReason,
});

const describeEvent = (event: AuditRow) => ({
  at: event.at,
  event: event.event,
  reason: event.reason,
  actor: isPersonal(event.actor) ? "operator" : event.actor,
  client_id: event.clientId,
  session_id: event.sessionId,
  // An operator's address and device are theirs.
  ...(isPersonal(event.actor) ? {} : { address: event.address, user_agent: event.userAgent }),
  detail: event.detail,
});

/** Whether somebody else acted, whose own data it would be. */
const isPersonal = (actor: string | null): boolean => actor !== null && /^(operator|user):/.test(actor);

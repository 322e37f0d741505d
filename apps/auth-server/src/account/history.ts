/** The account's history: the audit's events that concern the person, in the person's words. */
import { isTime, type Page, type PageRequest } from "../administration/act.js";
import { InvalidInput } from "../administration/faults.js";
import type { AuditEvent } from "../audit/audit-events.sql.js";
import { type HistoryEvent, listHistory } from "../audit/history.sql.js";
import type { Db } from "../database/database.js";
import type { Texts } from "../http/views/texts/en.js";
import { endReasons, isEndReason } from "../sessions/end-reasons.js";
import type { Icon } from "./views/icons.js";

/** The picture of each event that is shown: of its device where it has one. Its title has the pages' texts. */
const shown = {
  "consent.granted": "app",
  "consent.withdrawn": "app",
  "factor.added": "key",
  "factor.codes_renewed": "key",
  "factor.recovered": "key",
  "factor.refused": "device",
  "factor.removed": "key",
  "identity.linked": "person",
  "identity.unlinked": "person",
  "password.changed": "key",
  "session.created": "app",
  "session.revoked": "door",
  "sign_in.created": "device",
  "sign_in.ended": "door",
  "sign_in.new_device": "device",
  "sign_in.stepped_up": "device",
  "user.created": "person",
  "user.deletion_cancelled": "person",
  "user.deletion_requested": "person",
  "user.disabled": "person",
  "user.email_changed": "person",
  "user.email_verified": "person",
  "user.enabled": "person",
  "user.exported": "person",
  "user.updated": "person",
} as const satisfies { readonly [E in keyof Texts["history"]["events"]]: Icon | "device" };

type Shown = keyof typeof shown;

/** Every other event, and why it is not there. */
export const leftOut = {
  // Strangers cause them, and could bury everything else.
  strangers: ["sign_in.refused", "password.reset_requested"],
  // What comes of them is shown: the session ends.
  toldByTheEnd: [
    "authorization_code.refused",
    "refresh_token.refused",
    "session.address_changed",
    "session.refresh_burst",
  ],
  // An app that repeats a request is nobody's news.
  technical: ["refresh_token.retried", "mail.given_up"],
  // One for each access token that the user's organization lets an app have: they would bury the rest.
  organization: ["assertion.accepted", "assertion.refused"],
  // Before there is an account, and after.
  noAccount: ["user.invited", "user.invitation_withdrawn", "user.deleted"],
  // About the service.
  service: [
    "client.authentication_refused",
    "client.created",
    "client.deleted",
    "client.disabled",
    "client.enabled",
    "client.secret_dropped",
    "client.secret_rotated",
    "client.updated",
    "provider.created",
    "provider.deleted",
    "provider.disabled",
    "provider.enabled",
    "provider.secret_changed",
    "provider.updated",
    "registration_token.created",
    "registration_token.revoked",
    "resource.authentication_refused",
    "resource.created",
    "resource.deleted",
    "resource.secret_dropped",
    "resource.secret_rotated",
    "resource.updated",
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
  ],
} as const satisfies Readonly<Record<string, readonly AuditEvent["event"][]>>;

/** What ends for these reasons ends with something that is shown itself. */
const exceptReasons = [
  "consent_withdrawn",
  "expired",
  "password_changed",
  "replaced",
  "user_deleted",
  "user_disabled",
];

export const shownEvents = Object.keys(shown) as readonly Shown[];

const isShown = (event: string): event is Shown => Object.hasOwn(shown, event);

const isKey = (key: string): boolean => {
  const [, at = ""] = /^(\S{23})000Z \d{1,18}$/.exec(key) ?? [];
  return isTime(`${at}Z`);
};

/** @throws {InvalidInput} if the cursor is none */
export async function historyOf(
  db: Db,
  userId: string,
  { limit, cursor }: PageRequest,
): Promise<Page<HistoryEvent>> {
  const after = cursor === undefined ? null : Buffer.from(cursor, "base64url").toString();
  if (after !== null && !isKey(after)) {
    const message = "must be the next_cursor of the previous page";
    throw new InvalidInput([{ pointer: "/cursor", message }], "parameter_invalid");
  }
  const which = { events: shownEvents, exceptReasons };
  const { found, readUntil } = await listHistory(db, userId, which, after, limit + 1);
  const items = found.slice(0, limit);
  const next = found.length > limit ? items.at(-1)?.key : readUntil;
  return {
    items: items.filter((item, index) => !isSaidBy(items[index - 1], item)),
    nextCursor: next ? Buffer.from(next).toString("base64url") : null,
  };
}

/** A sign-in with a new device is two events. */
const isSaidBy = (next: HistoryEvent | undefined, { event, detail }: HistoryEvent): boolean =>
  event === "sign_in.created" &&
  next?.event === "sign_in.new_device" &&
  next.detail?.sign_in_id === detail?.sign_in_id;

export interface HistoryWords {
  readonly icon: Icon | "device";
  readonly title: string;
  /** Why, or which. */
  readonly more: string | null;
  /** Whether somebody else may be at work. */
  readonly alarming: boolean;
}

export function historyInWords(row: HistoryEvent, texts: Texts): HistoryWords {
  const { event, reason, detail } = row;
  if (!isShown(event)) throw new Error(`the event ${event} has no words`);
  const { events, factors } = texts.history;
  return {
    icon: shown[event],
    title: events[event],
    more: whyIn(row, texts) ?? wordFor(factors, detail?.kind),
    alarming: isEndReason(reason ?? "") && endReasons[reason as keyof typeof endReasons].told === "alarm",
  };
}

const whyIn = ({ event, reason, isAdministrators }: HistoryEvent, { ends, history }: Texts): string | null =>
  isAdministrators || !(event === "sign_in.ended" || event === "session.revoked")
    ? null
    : wordFor({ ...ends, ...history.ends }, reason);

const wordFor = (words: Readonly<Record<string, string>>, name: unknown): string | null =>
  typeof name === "string" && Object.hasOwn(words, name) ? (words[name] ?? null) : null;

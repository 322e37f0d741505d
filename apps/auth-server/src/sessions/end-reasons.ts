/** Why sessions end, and the sign-ins that end with them: in rows, in the audit, in the admin API, and in words. */
import { type Reason, reasons } from "@regrant/shared";

/** Whether it is news to the user, and whether their tokens may be in other hands; null: they ended it themselves, or know. */
type Told = "news" | "alarm" | null;

/** A reason that refusals have too. */
const refusal = <T extends Told>(reason: Reason, told: T) => ({
  meaning: `${reasons[reason].meaning} (${reason})`,
  told,
});

/** `meaning` is for operators; a page's words for what users are told are in the page's texts. */
export const endReasons = {
  administrator: { meaning: "an operator ended it.", told: "news" },
  client: { meaning: "its client signed out, or revoked a refresh token of it.", told: null },
  client_disabled: refusal("client_disabled", null),
  code_reused: refusal("code_reused", "alarm"),
  consent_withdrawn: { meaning: "the user withdrew the consent.", told: null },
  expired: { meaning: "it had not been refreshed for too long.", told: null },
  logout: { meaning: "the user signed out.", told: null },
  password_changed: { meaning: "the password was changed.", told: null },
  refresh_token_ahead: refusal("refresh_token_ahead", "news"),
  refresh_token_reused: refusal("refresh_token_reused", "alarm"),
  session_address_changed: refusal("session_address_changed", "alarm"),
  session_displaced: refusal("session_displaced", "news"),
  session_refresh_burst: refusal("session_refresh_burst", "alarm"),
  user: { meaning: "the user ended it.", told: null },
  user_disabled: refusal("user_disabled", null),
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly told: Told }>>;

export type EndReason = keyof typeof endReasons;

/** Those that users are told. */
export type ToldReason = {
  [R in EndReason]: (typeof endReasons)[R]["told"] extends null ? never : R;
}[EndReason];

/** A row that another version wrote can have a reason that this one does not know. */
export const isEndReason = (text: string): text is EndReason => Object.hasOwn(endReasons, text);

export const isTold = (reason: EndReason): reason is ToldReason => endReasons[reason].told !== null;

/** The reasons that are news to the user. */
export const toldReasons: readonly ToldReason[] = Object.keys(endReasons).filter(isEndReason).filter(isTold);

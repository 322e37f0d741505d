/** The account's history: the audit's events that concern the person, in the person's words. */
import { type Page, type PageRequest } from "../administration/act.js";
import { type HistoryEvent } from "../audit/history.sql.js";
import type { Db } from "../database/database.js";
import type { Texts } from "../http/views/texts/en.js";
import type { Icon } from "./views/icons.js";
/** The picture of each event that is shown: of its device where it has one. Its title has the pages' texts. */
declare const shown: {
    readonly "consent.granted": "app";
    readonly "consent.withdrawn": "app";
    readonly "factor.added": "key";
    readonly "factor.codes_renewed": "key";
    readonly "factor.recovered": "key";
    readonly "factor.refused": "device";
    readonly "factor.removed": "key";
    readonly "identity.linked": "person";
    readonly "identity.unlinked": "person";
    readonly "password.changed": "key";
    readonly "session.created": "app";
    readonly "session.revoked": "door";
    readonly "sign_in.created": "device";
    readonly "sign_in.ended": "door";
    readonly "sign_in.new_device": "device";
    readonly "sign_in.stepped_up": "device";
    readonly "user.created": "person";
    readonly "user.deletion_cancelled": "person";
    readonly "user.deletion_requested": "person";
    readonly "user.disabled": "person";
    readonly "user.email_changed": "person";
    readonly "user.email_verified": "person";
    readonly "user.enabled": "person";
    readonly "user.exported": "person";
    readonly "user.updated": "person";
};
type Shown = keyof typeof shown;
/** Every other event, and why it is not there. */
export declare const leftOut: {
    readonly strangers: readonly ["sign_in.refused", "password.reset_requested"];
    readonly toldByTheEnd: readonly ["authorization_code.refused", "refresh_token.refused", "session.address_changed", "session.refresh_burst"];
    readonly technical: readonly ["refresh_token.retried", "mail.given_up"];
    readonly noAccount: readonly ["user.invited", "user.invitation_withdrawn", "user.deleted"];
    readonly service: readonly ["client.authentication_refused", "client.created", "client.deleted", "client.disabled", "client.enabled", "client.secret_dropped", "client.secret_rotated", "client.updated", "provider.created", "provider.deleted", "provider.disabled", "provider.enabled", "provider.secret_changed", "provider.updated", "registration_token.created", "registration_token.revoked", "resource.authentication_refused", "resource.created", "resource.deleted", "resource.secret_dropped", "resource.secret_rotated", "resource.updated", "signing_key.activated", "signing_key.removed", "signing_key.retired", "signing_key.revoked", "signing_key.rewrapped", "signing_key.staged"];
};
export declare const shownEvents: readonly Shown[];
/** @throws {InvalidInput} if the cursor is none */
export declare function historyOf(db: Db, userId: string, { limit, cursor }: PageRequest): Promise<Page<HistoryEvent>>;
export interface HistoryWords {
    readonly icon: Icon | "device";
    readonly title: string;
    /** Why, or which. */
    readonly more: string | null;
    /** Whether somebody else may be at work. */
    readonly alarming: boolean;
}
export declare function historyInWords(row: HistoryEvent, texts: Texts): HistoryWords;
export {};

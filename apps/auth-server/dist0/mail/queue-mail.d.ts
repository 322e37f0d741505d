import type { Db } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { type QueuedKind } from "./kinds.js";
/** What only the recipient may read. */
export interface MailContent {
    readonly to: string;
    /** A language tag (BCP 47); English where it has no texts. */
    readonly language: string;
    /** On the issuer. */
    readonly link?: string;
    /** What the texts name besides. */
    readonly values?: Readonly<Record<string, string>>;
}
export interface NewMail extends MailContent {
    readonly kind: QueuedKind;
    /** Whose account it is about, if there is one. */
    readonly userId: string | null;
}
/** Queue a mail, in the caller's transaction if `db` is one. Asks no limit: see `takeMailTurn`. */
export declare function queueMail(db: Db, secrets: Secrets, { kind, userId, ...content }: NewMail): Promise<void>;
/** @returns null if no entry of `SECRETS` opens it any more */
export declare function openMail(secrets: Secrets, id: string, sealed: Buffer): MailContent | null;

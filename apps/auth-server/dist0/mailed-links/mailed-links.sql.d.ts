/**
 * Links in mails: each proves that whoever follows it reads an address, once. The link holds 256 random bits, the table their
 * hash. Showing the page behind one changes nothing, since mail scanners follow links, too.
 */
import type { Db, Transaction } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
export type LinkPurpose = "sign_up" | "invitation" | "email_verification" | "email_change" | "email_revert" | "password_reset";
export interface MailedLink {
    /** Names the link to operators; opens nothing. */
    readonly id: string;
    readonly purpose: LinkPurpose;
    /** Null where there is no user yet. */
    readonly userId: string | null;
    /** The address that the link proves. */
    readonly email: string | null;
    readonly detail: Readonly<Record<string, unknown>>;
    /** The credentials that the link may replace; null where it replaces none. */
    readonly credentialVersion: number | null;
    readonly createdAt: Date;
    readonly expiresAt: Date;
}
export interface NewMailedLink extends Omit<MailedLink, "id" | "createdAt" | "expiresAt"> {
    readonly tokenHash: Buffer;
    readonly lifeSeconds: number;
}
/**
 * Keep a link. Earlier ones of the same purpose go: for the same user or, where there is none, the same address. One that undoes
 * a change of address replaces none: a thief who changes it twice must not be rid of the first. Served by mailed_links_user_id
 * and mailed_links_email.
 *
 * @throws the database's error if there is no such user
 */
export declare function insertMailedLink(db: Db, link: NewMailedLink): Promise<MailedLink>;
/** The link as long as it is good, to show the page behind it. Served by mailed_links_pkey. */
export declare function findMailedLink(db: Db, tokenHash: Buffer, purpose: LinkPurpose): Promise<MailedLink | null>;
/**
 * Use the link up, in the transaction of what it is for: if that fails, the link is still good. Simultaneous uses wait for each
 * other. Does not check the user or the credentials. Served by mailed_links_pkey.
 *
 * @returns null if it is unknown, used, expired or for another purpose
 */
export declare function consumeMailedLink(tx: Transaction, tokenHash: Buffer, purpose: LinkPurpose): Promise<MailedLink | null>;
/** Delete a user's links that are not older than this one. Served by mailed_links_user_id. */
export declare function deleteLaterLinks(tx: Transaction, { userId, createdAt }: MailedLink): Promise<void>;
/** Those of a user that are good. Served by mailed_links_user_id. */
export declare function listLinksOf(db: Db, userId: string): Promise<MailedLink[]>;
/** Those of one purpose that are good, by address, after this one. Served by mailed_links_email. */
export declare function listMailedLinks(db: Db, purpose: LinkPurpose, after?: string | null, limit?: number | null): Promise<MailedLink[]>;
/** The one to this address, as long as it is good. Served by mailed_links_email. */
export declare function findMailedLinkTo(db: Db, purpose: LinkPurpose, email: string): Promise<MailedLink | null>;
/** Served by mailed_links_id_key. @returns the link; null if there was none */
export declare function deleteMailedLink(tx: Transaction, id: string, purpose: LinkPurpose): Promise<MailedLink | null>;
export declare const purgeableMailedLinks: Purgeable;

/** Makes a link for a mail, and refuses one that is no longer good. */
import { OAuthError } from "../shared/index.js";
import type { Db } from "../database/database.js";
import { type MailedLink, type NewMailedLink } from "./mailed-links.sql.js";
export interface MadeLink {
    readonly item: MailedLink;
    /** Only for the mail: whoever has it may act for the address. */
    readonly url: string;
}
/**
 * Make a link to one of this server's pages. Earlier ones of the same purpose stop working.
 *
 * @param issuer from the settings: a request's `Host` is whatever its sender likes
 * @param page such as `/sign-up`
 */
export declare function makeLink(db: Db, issuer: string, page: string, link: Omit<NewMailedLink, "tokenHash">): Promise<MadeLink>;
/** It was used, replaced or never made, has expired, or is about a user who has gone or changed: whoever has it learns not which. */
export declare const linkUnusable: () => OAuthError;

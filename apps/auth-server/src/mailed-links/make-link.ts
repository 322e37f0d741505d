/** Makes a link for a mail, and refuses one that is no longer good. */
import { OAuthError } from "@regrant/shared";
import type { Db } from "../database/database.js";
import { hashSecret, newSecret } from "../secrets.js";
import { insertMailedLink, type MailedLink, type NewMailedLink } from "./mailed-links.sql.js";

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
export async function makeLink(
  db: Db,
  issuer: string,
  page: string,
  link: Omit<NewMailedLink, "tokenHash">,
): Promise<MadeLink> {
  const token = newSecret();
  const item = await insertMailedLink(db, { ...link, tokenHash: hashSecret(token) });
  return { item, url: `${issuer}${page}?token=${token}` };
}

/** It was used, replaced or never made, has expired, or is about a user who has gone or changed: whoever has it learns not which. */
export const linkUnusable = (): OAuthError =>
  new OAuthError("invalid_request", "The link has been used or replaced, or it has expired.", {
    reason: "mailed_link_unusable",
    status: 410,
  });

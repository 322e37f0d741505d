/** Makes a link for a mail, and refuses one that is no longer good. */
import { OAuthError } from "../shared/index.js";
import { hashSecret, newSecret } from "../secrets.js";
import { insertMailedLink } from "./mailed-links.sql.js";
/**
 * Make a link to one of this server's pages. Earlier ones of the same purpose stop working.
 *
 * @param issuer from the settings: a request's `Host` is whatever its sender likes
 * @param page such as `/sign-up`
 */
export async function makeLink(db, issuer, page, link) {
    const token = newSecret();
    const item = await insertMailedLink(db, { ...link, tokenHash: hashSecret(token) });
    return { item, url: `${issuer}${page}?token=${token}` };
}
/** It was used, replaced or never made, has expired, or is about a user who has gone or changed: whoever has it learns not which. */
export const linkUnusable = () => new OAuthError("invalid_request", "The link has been used or replaced, or it has expired.", {
    reason: "mailed_link_unusable",
    status: 410,
});
//# sourceMappingURL=make-link.js.map
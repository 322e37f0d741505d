import { senderOf } from "./message.js";
import { openMail } from "./queue-mail.js";
import { renderMail } from "./render-mail.js";
/** A link that works for a shorter time helps nobody. */
const leastLinkSeconds = 60;
/**
 * @param notices what a mail of notices tells of
 * @throws if the mail cannot be read or written, for a reason that an operator can remove
 */
export function writeMail(mail, { config, secrets, now, }, notices = []) {
    if (mail.linkSeconds !== null && mail.linkSeconds < leastLinkSeconds)
        return "expired";
    const content = contentOf(mail, secrets);
    if (content === null)
        return "no_recipient";
    const { id, kind, linkSeconds, zoneinfo } = mail;
    const { mail: settings, branding, issuer } = config;
    if (settings === null)
        throw new Error("SMTP_URL is not set");
    const rendered = renderMail({
        kind,
        ...content,
        ...(linkSeconds !== null && { linkSeconds }),
        notices,
        zoneinfo,
    }, branding, issuer);
    return {
        id,
        from: senderOf(settings, branding.name),
        to: content.to,
        date: new Date(now()),
        link: content.link ?? null,
        ...rendered,
    };
}
/** A notice goes to the address that its user has now. */
function contentOf({ id, content, email, locale }, secrets) {
    if (content === null)
        return email === null ? null : { to: email, language: locale ?? "en" };
    const opened = openMail(secrets, id, content);
    if (opened === null)
        throw new Error("no entry of SECRETS opens it");
    return opened;
}
//# sourceMappingURL=write-mail.js.map
import { durationInWords } from "../http/views/texts/numbers.js";
import { htmlOf } from "./html.js";
import { noticesText } from "./notices-text.js";
import { de } from "./texts/de.js";
import { en } from "./texts/en.js";
const texts = new Map([en, de].map((language) => [language.language, language]));
/** @throws if the link leads elsewhere than to the issuer: nobody should learn to follow such links */
export function renderMail(mail, branding, issuer) {
    const { kind, values = {}, notices = [], zoneinfo = null } = mail;
    const { link = `${issuer}/${kind === "notice" ? "account/history" : "login"}` } = mail;
    if (!link.startsWith(`${issuer}/`))
        throw new Error(`the link of a ${kind} mail is not on ${issuer}`);
    const written = texts.get(primaryTag(mail.language)) ?? en;
    const { language, footer, copyLink, kinds } = written;
    const { name } = branding;
    const lasts = durationInWords(mail.linkSeconds ?? 0, language);
    const { subject, before, button, after = [], } = kind === "notice"
        ? noticesText(notices, written.notices, {
            ...{ name, issuer },
            time: (at) => timeInZone(at, language, zoneinfo) ?? timeInWords(at, language),
        })
        : kinds[kind]({
            name,
            issuer,
            link: mail.link ?? null,
            lasts,
            values,
            time: (at) => timeInWords(at, language),
        });
    const drawn = { language, subject, before, button, link, after, copyLink, footer: footer(branding.name) };
    const action = button === undefined ? [] : [link];
    const text = [...before, ...action, ...after, `-- \n${drawn.footer}\n${issuer}`].join("\n\n");
    return { language, subject, text: `${text}\n`, html: htmlOf(drawn, branding, issuer) };
}
const primaryTag = (tag) => tag.toLowerCase().split(/[-_]/, 1)[0] ?? "";
/** In UTC: nobody here knows the recipient's time zone. */
const timeInWords = (at, language) => `${formatted(at, language, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }) ?? "?"} UTC`;
/** "3 May 2027 at 16:05 (Europe/Berlin, 14:05 UTC)". @returns null if there is no such zone, or none that is known here */
function timeInZone(at, language, zone) {
    if (zone === null || zone === "UTC")
        return null;
    const there = formatted(at, language, { dateStyle: "long", timeStyle: "short", timeZone: zone });
    const utc = formatted(at, language, { timeStyle: "short", timeZone: "UTC" });
    return there === null ? null : `${there} (${zone.replaceAll("_", " ")}, ${utc} UTC)`;
}
/** @returns null if the time or the zone is none */
function formatted(at, language, options) {
    try {
        const written = language === "en" ? "en-GB" : language;
        return new Intl.DateTimeFormat(written, options).format(new Date(at ?? Number.NaN));
    }
    catch {
        return null;
    }
}
//# sourceMappingURL=render-mail.js.map
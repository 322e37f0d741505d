/**
 * The HTML of a mail. Mail programs know little CSS, so what matters is inline; the sheet in the head only adds dark colours
 * where a program understands them. Nothing is loaded from anywhere.
 */
import { hardestPaper, inkOn } from "../http/branding.js";
import { html } from "../http/views/html.js";
export function htmlOf(mail, { name, accent }, issuer) {
    const paragraph = (text) => {
        const [first = "", ...lines] = text.split("\n");
        const all = [
            lines.length === 0 ? linked(first, issuer, accent.light) : html `<strong>${first}</strong>`,
            ...lines.map((line) => html `<br>${linked(line, issuer, accent.light)}`),
        ];
        return html `
<p style="margin:0 0 16px">${all}</p>`;
    };
    return html `<!DOCTYPE html>
<html lang="${mail.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${mail.subject}</title>
<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.paper{background:#171512!important}.card{background:${hardestPaper.dark}!important;border-color:${accent.dark} #3a352e #3a352e!important;color:#efeae3!important}.name{color:#efeae3!important}.soft{color:#aaa298!important}a{color:${accent.dark}!important}.button{background:${accent.dark}!important}.button a{color:${inkOn(accent.dark)}!important}}
</style>
</head>
<body class="paper" style="margin:0;padding:0;background:${hardestPaper.light}">
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" style="background:${hardestPaper.light}"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;font:16px/1.6 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"><tr><td class="name" style="padding:0 4px 16px;font-weight:650;color:#201c18">${name}</td></tr>
<tr><td class="card" style="padding:28px 28px 12px;background:#fffdfa;border:1px solid #e3dcd1;border-top:3px solid ${accent.light};border-radius:14px;color:#201c18;overflow-wrap:anywhere">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${mail.subject}</h1>${mail.before.map(paragraph)}${action(mail, accent.light)}${mail.after.map(paragraph)}
</td></tr>
<tr><td class="soft" style="padding:16px 4px 0;font-size:14px;color:#665f57;overflow-wrap:anywhere">${mail.footer}<br><a href="${issuer}" style="color:${accent.light}">${issuer}</a></td></tr></table>
</td></tr></table>
</body>
</html>
`.markup;
}
const action = ({ button, link, copyLink }, accent) => button === undefined
    ? ""
    : html `
<table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 24px"><tr><td class="button" style="background:${accent};border-radius:9px"><a href="${link}" style="display:inline-block;padding:11px 20px;color:${inkOn(accent)};font-weight:550;text-decoration:none">${button}</a></td></tr></table>
<p class="soft" style="margin:0 0 16px;font-size:14px;color:#665f57">${copyLink}<br><a href="${link}" style="color:${accent};word-break:break-all">${link}</a></p>`;
/** Addresses of the issuer become links; no other text does. */
function linked(text, issuer, accent) {
    const start = text.indexOf(`${issuer}/`);
    if (start < 0)
        return html `${text}`;
    const [address = ""] = /^[^\s<>"]*[\w/]/.exec(text.slice(start)) ?? [];
    return html `${text.slice(0, start)}<a href="${address}" style="color:${accent}">${address}</a>${linked(text.slice(start + address.length), issuer, accent)}`;
}
//# sourceMappingURL=html.js.map
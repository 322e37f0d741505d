/** The frame of every page, and what an installation puts on it. */
import { hash } from "node:crypto";
import { logoOf } from "../branding.js";
import { Html, html } from "./html.js";
import { styleSheet } from "./styles.js";
const sourceOf = (text) => `'sha256-${hash("sha256", text, "base64")}'`;
export const inlineScript = (text) => ({
    element: html `<script>${new Html(text)}</script>`,
    source: sourceOf(text),
});
/** Built once: nothing of it depends on the request. */
export function createFrame(branding) {
    const styles = styleSheet(branding);
    const logo = logoOf(branding);
    return {
        logo,
        contentSecurityPolicy: {
            "default-src": ["'none'"],
            "style-src": [sourceOf(styles)],
            "img-src": ["'self'"],
            "base-uri": ["'none'"],
            "form-action": ["'self'"],
            "frame-ancestors": ["'none'"],
        },
        draw: ({ title, body, head, script }, { language }) => html `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${branding.name}</title>
<link rel="icon" href="/logo" type="${logo.type}">${head ?? ""}
<style>${new Html(styles)}</style>
</head>
<body>
<header><img src="/logo" alt=""> ${branding.name}</header>
<main>
${body}
</main>${script === undefined
            ? ""
            : html `
${script.element}`}
</body>
</html>
`.markup,
    };
}
//# sourceMappingURL=layout.js.map
/** The frame of every page: one style sheet, no script, light and dark. */
import { createHash } from "node:crypto";
import { Html, html } from "./html.js";

const styles = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#59636e;--paper:#fbfaf8;--card:#fff;--line:#e4e0d9;--accent:#8a3b12}
@media (prefers-color-scheme:dark){:root{--ink:#ece9e4;--soft:#a5a9ae;--paper:#15171a;--card:#1d2024;--line:#33373d;--accent:#f0a06b}}
*{box-sizing:border-box}
body{margin:0;padding:clamp(1.25rem,5vw,4rem) 1.25rem;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,sans-serif}
main{max-width:42rem;margin:0 auto}
header{max-width:42rem;margin:0 auto 2.5rem;font-weight:650;letter-spacing:.01em}
header a{color:inherit;text-decoration:none}
h1{font-size:clamp(1.5rem,4vw,2rem);line-height:1.25;letter-spacing:-.01em;margin:0 0 .75rem;text-wrap:balance}
h2{font-size:1rem;margin:2.25rem 0 .35rem}
p{margin:0 0 1rem}
a{color:var(--accent)}
code{font:.925em ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
.lead{font-size:1.125rem}
.soft{color:var(--soft)}
.card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.1rem 1.35rem}
.card p:last-child{margin:0}
dl{margin:0}
dt{margin-top:1.25rem}
dd{margin:.1rem 0 0;color:var(--soft)}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:.2rem}
`;

/** No script, no frame, and of styles the one above by its hash. */
export const contentSecurityPolicy = {
  "default-src": ["'none'"],
  "style-src": [`'sha256-${createHash("sha256").update(styles).digest("base64")}'`],
  "base-uri": ["'none'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
};

/** A whole document. */
export function page(title: string, body: Html): string {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Regrant</title>
<style>${new Html(styles)}</style>
</head>
<body>
<header><a href="/errors">Regrant</a></header>
<main>
${body}
</main>
</body>
</html>
`;
  return document.markup;
}

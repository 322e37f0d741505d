/** What a person who opens an address of this API in a browser sees instead of JSON. */
import { createHash } from "node:crypto";
import type { ErrorResponse } from "@regrant/shared";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Config } from "./config.js";

const name = "Notes API";

const styles = `
:root{color-scheme:light dark;--ink:#201c18;--soft:#665f57;--paper:#f7f4ef;--accent:#8f3a12}
@media (prefers-color-scheme:dark){:root{--ink:#efeae3;--soft:#aaa298;--paper:#171512;--accent:#f2a571}}
body{margin:0 auto;max-width:42rem;padding:clamp(1.25rem,5vw,3.5rem) 1.25rem;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere}
header{display:flex;gap:.6rem;align-items:center;font-weight:650;margin-bottom:3rem}
a{color:var(--accent)}
header span,dd,.soft{color:var(--soft)}
header span{font-weight:400}
h1{font-size:clamp(1.5rem,4vw,1.875rem);line-height:1.25;margin:0 0 .6rem}
code{font:.925em ui-monospace,SFMono-Regular,Menlo,monospace}
dt{margin-top:1rem}dd{margin:0}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`;

/** The logo of the authorization server's pages. */
const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#8f3a12"/><path d="M16 7l9 9-9 9-9-9z" fill="#fff"/></svg>`;

const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": [
    "default-src 'none'",
    `style-src 'sha256-${createHash("sha256").update(styles).digest("base64")}'`,
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const link = (url: string, text = url): string => `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`;

const document = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Regrant</title>
<link rel="icon" href="/favicon.ico" type="image/svg+xml">
<style>${styles}</style>
</head>
<body>
<header><img src="/favicon.ico" alt="" width="28" height="28"> Regrant <span>${name}</span></header>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;

const titles: Readonly<Record<number, string>> = {
  401: "Sign-in required",
  403: "Not allowed",
  404: "Page not found",
};

const explanations: Readonly<Record<number, string>> = {
  401: "Only apps can call this address, with an access token for a signed-in user.",
  404: "There is nothing at this address.",
};

function errorPage(status: number, { error_description, error_uri }: Partial<ErrorResponse>): string {
  const explanation = explanations[status] ?? `The API answered: ${error_description ?? status}.`;
  const why = error_uri === undefined ? "" : ` ${link(error_uri, "What this means")}`;
  const body = `<p>${escapeHtml(explanation)}</p>\n<p>${link("/", "About this API")}${why && ` ·${why}`}</p>`;
  return document(titles[status] ?? "This did not work", body);
}

const welcomePage = ({ issuer }: Config): string =>
  document(
    name,
    `<p>This is an API for apps. It answers requests that carry an access token from ${link(issuer)}.</p>
<dl>
<dt><code>GET /whoami</code></dt><dd>who the token was issued to</dd>
<dt><code>GET /notes</code></dt><dd>the user's notes; scope <code>notes:read</code></dd>
<dt><code>POST /notes</code>, <code>DELETE /notes/:id</code></dt><dd>add or delete a note; scope <code>notes:write</code></dd>
<dt><code>GET /notes/all</code></dt><dd>everybody's notes; role <code>admin</code></dd>
</dl>
<p class="soft">Apps find all this in the ${link("/.well-known/oauth-protected-resource", "metadata")}.</p>`,
  );

/** An address opened in a browser. Scripts and libraries never send this, whatever they accept. */
const isOpened = ({ headers }: FastifyRequest): boolean => headers["sec-fetch-dest"] === "document";

export function servePages(app: FastifyInstance, config: Config): void {
  app.addHook("onSend", async (request, reply, payload) => {
    if (!isOpened(request) || reply.statusCode < 400 || typeof payload !== "string") return payload;
    reply.headers(headers);
    reply.removeHeader("content-length");
    return errorPage(reply.statusCode, JSON.parse(payload));
  });
  app.get("/", (request, reply) => {
    reply.header("vary", "Sec-Fetch-Dest");
    if (isOpened(request)) return reply.headers(headers).send(welcomePage(config));
    return { name, issuer: config.issuer, metadata: "/.well-known/oauth-protected-resource" };
  });
  app.get("/favicon.ico", (_request, reply) =>
    reply.type("image/svg+xml").header("cache-control", "max-age=86400").send(logo),
  );
}

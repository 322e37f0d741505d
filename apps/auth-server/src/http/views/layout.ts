/** The frame of every page, and what an installation puts on it. */
import { hash } from "node:crypto";
import { type Branding, logoOf } from "../branding.js";
import { Html, html } from "./html.js";
import { styleSheet } from "./styles.js";
import type { Texts } from "./texts/en.js";

/** A page without its frame. */
export interface Content {
  readonly title: string;
  readonly body: Html;
  /** What this page has in its head besides. */
  readonly head?: Html;
  readonly script?: Script;
}

/** A page in any of the languages. */
export type View = (texts: Texts) => Content;

/** A script of a page's own, and the source that allows it and no other. */
export interface Script {
  readonly element: Html;
  readonly source: string;
}

const sourceOf = (text: string): string => `'sha256-${hash("sha256", text, "base64")}'`;

export const inlineScript = (text: string): Script => ({
  element: html`<script>${new Html(text)}</script>`,
  source: sourceOf(text),
});

export interface Frame {
  /** A whole document. */
  readonly draw: (content: Content, texts: Texts) => string;
  /** No script, no frame, of styles the one by its hash, and of images those of this server. */
  readonly contentSecurityPolicy: Readonly<Record<string, readonly string[]>>;
  readonly logo: ReturnType<typeof logoOf>;
}

/** Built once: nothing of it depends on the request. */
export function createFrame(branding: Branding): Frame {
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
    draw: ({ title, body, head, script }, { language }) =>
      html`<!doctype html>
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
</main>${
        script === undefined
          ? ""
          : html`
${script.element}`
      }
</body>
</html>
`.markup,
  };
}

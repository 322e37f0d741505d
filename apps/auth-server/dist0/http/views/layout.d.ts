import { type Branding, logoOf } from "../branding.js";
import { Html } from "./html.js";
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
export declare const inlineScript: (text: string) => Script;
export interface Frame {
    /** A whole document. */
    readonly draw: (content: Content, texts: Texts) => string;
    /** No script, no frame, of styles the one by its hash, and of images those of this server. */
    readonly contentSecurityPolicy: Readonly<Record<string, readonly string[]>>;
    readonly logo: ReturnType<typeof logoOf>;
}
/** Built once: nothing of it depends on the request. */
export declare function createFrame(branding: Branding): Frame;

/** How a page goes out: its language, the headers that protect it, its policy. */
import type { OAuthError } from "../shared/index.js";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { HttpContext } from "./http-context.js";
import type { View } from "./views/layout.js";
import type { Texts } from "./views/texts/en.js";
/** What redirects between pages have, too. */
export declare function protectPage(reply: FastifyReply): void;
/**
 * In which language to answer: by the authorization request's `ui_locales`, wherever the page carries it, then by the browser's
 * wish. Never fails, so that a page about a broken request has one, too.
 */
export declare function textsOf({ headers, url, body }: FastifyRequest): Texts;
/**
 * Whether a person waits for the answer: few programs ask for HTML before anything else. Java's HttpURLConnection does, so the
 * account API answers in JSON whatever is asked for.
 */
export declare const wantsPage: ({ method, headers, url }: FastifyRequest) => boolean;
/** Beside what other parts of the server have said. */
export declare function addVary(reply: FastifyReply, name: string): void;
interface PageOptions {
    /**
     * The form leads on to an app in the end. Chromium holds `form-action` against every redirect behind a form, and an app's
     * callback may send its user on: to other hosts, to a program on this machine, to a scheme of the app's own. No list of
     * sources covers those, so there is none; no page has markup that anybody else has written.
     */
    readonly leadsToApp?: boolean;
}
export declare function sendPage({ frame }: HttpContext, reply: FastifyReply, view: View, { leadsToApp }?: PageOptions): FastifyReply;
/** A refusal as a page, with a way to ask again where that may help. */
export declare function sendRefusal(context: HttpContext, reply: FastifyReply, error: OAuthError): FastifyReply;
/** Send the browser on. 303, so that no form is sent along; by a page where the address would not fit into a head. */
export declare const sendOn: (context: HttpContext, reply: FastifyReply, to: string) => FastifyReply;
export {};

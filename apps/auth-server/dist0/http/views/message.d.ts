/** A page that says what went wrong, and the form that carries an answer to a client. */
import type { OAuthError } from "../../shared/index.js";
import { type View } from "./layout.js";
interface Refusal {
    readonly error: OAuthError;
    readonly requestId: string;
    readonly at: Date;
    /** An app made the request, and a person carried it here. */
    readonly fromApp: boolean;
    /** Where the same page is asked for anew; null where asking again would change nothing. */
    readonly again: string | null;
}
/** For people: what happened and what they can do. What developers want to know of it is folded in. */
export declare const refusalPage: (refused: Refusal) => View;
/** In place of a redirect whose address is too long for one. It stays out of the browser's history. */
export declare const goingOnPage: (to: string) => View;
/** The form_post response mode: the answer as a form, sent on by itself, or by hand where there is no script. */
export declare const formPostPage: (action: string, parameters: Readonly<Record<string, string>>) => View;
export {};

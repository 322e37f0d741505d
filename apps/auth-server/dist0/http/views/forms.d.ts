/** What the forms of all pages have in common. */
import { type Html } from "./html.js";
/** Carried along by each form: where it leads on to, and the proof that it is this browser's own. */
export interface FormState {
    readonly formToken: string;
    /** The handle of an authorization request. */
    readonly continueTo?: string;
}
export declare const hiddenFields: ({ formToken, continueTo }: FormState) => Html;
/** One button that is a form of its own. */
export declare const buttonForm: (action: string, label: string | Html, state: FormState, fields?: Readonly<Record<string, string>>, style?: string) => Html;

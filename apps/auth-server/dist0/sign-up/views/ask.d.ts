/** The pages around the mail: which address is it for, and then: look there. */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
export interface AskView extends FormState {
    readonly email: string;
    readonly problem: string | null;
    /** The app that asked, where one did. */
    readonly clientName: string | null;
    /** Where who has an account goes instead. */
    readonly signIn: string;
}
/** As on the login page, the field is not of the type `email`. */
export declare const askPage: (view: AskView) => View;
export declare const sentPage: ({ email, again }: {
    readonly email: string;
    readonly again: string;
}) => View;

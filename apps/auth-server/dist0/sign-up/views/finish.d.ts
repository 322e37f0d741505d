/** The page behind the link in a mail. */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
export interface FinishView extends FormState {
    readonly token: string;
    readonly email: string;
    readonly name: string;
    readonly problem: {
        readonly field: "name" | "new_password";
        readonly text: string;
    } | null;
    /** The app that the account is for. */
    readonly clientName: string | null;
    /** Whom the new account signs out in this browser. */
    readonly signedInAs: string | null;
}
export declare const finishPage: (view: FinishView) => View;
export declare const takenPage: ({ email, signIn }: {
    readonly email: string;
    readonly signIn: string;
}) => View;

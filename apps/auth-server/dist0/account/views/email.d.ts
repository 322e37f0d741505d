/** The pages on which a user changes the email address. */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
import { type ProofView } from "./proof.js";
export interface EmailView extends FormState, ProofView {
    readonly typed: string;
    /** Whether the problem is the address, not the password. */
    readonly isAboutAddress: boolean;
}
export declare const emailPage: (view: EmailView) => View;
export declare const emailSentPage: ({ email }: {
    readonly email: string;
}) => View;
export declare const confirmPage: (view: FormState & {
    readonly email: string;
    readonly old: string;
    readonly token: string;
}) => View;
export declare const signInFirstPage: View;
export declare const takenPage: View;

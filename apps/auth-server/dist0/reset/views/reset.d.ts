/** The pages on which people get back into their account by mail. */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
/** The field is of the type `text` for the same reasons as the login page's. */
export declare const resetPage: (view: FormState & {
    readonly isMissing: boolean;
}) => View;
export declare const sentPage: (view: {
    readonly email: string;
    readonly linkSeconds: number;
}) => View;
export interface NewPasswordView extends FormState {
    readonly path: string;
    readonly purpose: "password_reset" | "email_revert";
    readonly email: string;
    readonly token: string;
    readonly problem: string | null;
}
export declare const newPasswordPage: (view: NewPasswordView) => View;

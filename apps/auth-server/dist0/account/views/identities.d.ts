/** The page that asks whether an account at a provider is to be linked. */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
export interface ConfirmView extends FormState {
    /** Of the provider. */
    readonly name: string;
    /** Of the person there. */
    readonly email: string | null;
}
export declare const confirmIdentityPage: (view: ConfirmView) => View;

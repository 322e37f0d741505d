/** The page that asks for the second factor. */
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { type FormState } from "../../http/views/forms.js";
import { type Html } from "../../http/views/html.js";
import { type View } from "../../http/views/layout.js";
export interface FactorProblem {
    readonly text: string;
    /** Which field has to be filled in anew; null for none. */
    readonly field: "code" | "recovery_code" | null;
}
export interface FactorView extends FormState {
    readonly email: string;
    /** What the browser is asked for; null where the user has no passkey. */
    readonly passkey: PublicKeyCredentialRequestOptionsJSON | null;
    readonly hasTotp: boolean;
    readonly hasRecoveryCodes: boolean;
    readonly problem: FactorProblem | null;
    /** The login page, for somebody else. */
    readonly another: string;
    /** An app wants to be surer of who is signed in, and can be told that the user does not want to. */
    readonly isStepUp: boolean;
}
export declare const factorPage: (view: FactorView) => View;
/** Tells the app that the user did not show a second factor. */
export declare const declineForm: (state: FormState, label: string) => Html;
/** After a recovery code: how many remain. */
export declare const recoveredPage: (view: {
    readonly remaining: number;
    readonly goOn: string;
}) => View;

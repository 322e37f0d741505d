import { type FormState } from "../../http/views/forms.js";
import { type Html } from "../../http/views/html.js";
import type { View } from "../../http/views/layout.js";
import type { Texts } from "../../http/views/texts/en.js";
export interface TotpSectionView extends FormState {
    readonly hasTotp: boolean;
    /** Unused ones; null where there is no factor that they could stand in for. */
    readonly recoveryCodes: number | null;
}
export declare const totpSection: (view: TotpSectionView, { secondFactor }: Texts) => Html;
export interface TotpSetUpView extends FormState {
    /** In base32. */
    readonly secret: string;
    readonly uri: string;
    /** The same secret, so that a wrong code does not need a new one. */
    readonly sealed: string;
    readonly replaces: boolean;
    readonly problem: string | null;
}
export declare const totpSetUpPage: (view: TotpSetUpView) => View;
export interface RecoveryCodesView {
    readonly codes: readonly string[];
    /** Older ones die with these. */
    readonly isRenewal: boolean;
    readonly goOn: string;
}
export declare const recoveryCodesPage: (view: RecoveryCodesView) => View;

/** The page on which a user lets an app act in their name, or does not. */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
export interface ConsentView extends FormState {
    readonly clientName: string;
    readonly email: string;
    /** Null if the app only signs the user in. */
    readonly resourceName: string | null;
    readonly scope: readonly AskedScope[];
    /** Nothing was allowed to the app before, at any API. */
    readonly isFirst: boolean;
    /** How long a sign-in lasts at most. */
    readonly lastsSeconds: number;
    /** Where the answer goes: the redirect URI's host, or its scheme where an app on this device has one of its own. */
    readonly destination: string;
    readonly isLocal: boolean;
    /** Where a client that no operator registered says it comes from; null if it does not say. Undefined for an operator's client. */
    readonly strangerFrom?: string | null;
}
export interface AskedScope {
    /** In words. */
    readonly text: string;
    readonly granted: boolean;
}
export declare const consentPage: (view: ConsentView) => View;

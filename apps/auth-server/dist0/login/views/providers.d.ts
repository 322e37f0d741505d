/** Other OpenID providers on the login page, and what went wrong on the way to one. */
import { type FormState } from "../../http/views/forms.js";
import { type Html } from "../../http/views/html.js";
import type { View } from "../../http/views/layout.js";
import type { Texts } from "../../http/views/texts/en.js";
import type { NamedProvider } from "../../providers/provider-clients.js";
export type ProviderProblem = keyof Texts["providers"]["problems"];
interface Offer extends FormState {
    readonly providers: readonly NamedProvider[];
}
export declare const providerButtons: (view: Offer, { providers: texts }: Texts) => Html | "";
interface Problem {
    readonly reason: ProviderProblem;
    /** Of the provider; null if that is not known. */
    readonly name: string | null;
    readonly back: string;
    readonly isLinking: boolean;
}
export declare const providerProblemPage: ({ reason, name, back, isLinking }: Problem) => View;
export {};

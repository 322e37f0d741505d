/**
 * The page on which a user signs in. A field of the type `email` would refuse letters beyond ASCII before the @, and send the
 * domain otherwise than it was typed.
 */
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { type FormState } from "../../http/views/forms.js";
import { type View } from "../../http/views/layout.js";
import type { NamedProvider } from "../../providers/provider-clients.js";
/** What went wrong with the last attempt, and which fields have to be filled in anew. */
export interface LoginProblem {
    readonly text: string;
    readonly fields: readonly ("username" | "password")[];
}
export interface LoginView extends FormState {
    /** The app that asked, where one did. */
    readonly clientName: string | null;
    /** A page of the account asked. */
    readonly toAccountPage: boolean;
    /** What the browser is asked for; null where there are no passkeys. */
    readonly passkey: PublicKeyCredentialRequestOptionsJSON | null;
    readonly username: string;
    readonly problem: LoginProblem | null;
    /** Who is signed in already. */
    readonly signedInAs: string | null;
    /** Where they go on as they are; null where nobody is, or has to prove it anew. */
    readonly goOn: string | null;
    readonly providers: readonly NamedProvider[];
    /** Where a forgotten password is replaced; null where no mail can be sent. */
    readonly reset: string | null;
    /** Where an account is made; null where not everybody can. */
    readonly signUp: string | null;
}
/** Without these the buttons stay hidden. */
export declare const reveal: import("../../http/views/layout.js").Script;
export declare const loginPage: (view: LoginView) => View;

/** The page on which users see where they are signed in, what apps may do in their name, and end both. */
import type { Factors } from "../../factors/factors.sql.js";
import type { FormState } from "../../http/views/forms.js";
import { type View } from "../../http/views/layout.js";
import { type AppView, type BrowserView, type EndedView, type SessionView, type WayView } from "./account-rows.js";
/** A page of a list. */
export interface Items<T> {
    readonly items: readonly T[];
    /** Where it goes on; null on the last. */
    readonly older: string | null;
}
export type List = "sessions" | "browsers" | "apps";
export type Section = List | "security" | "profile" | "ways" | "data";
export interface AccountView extends FormState {
    readonly email: string;
    readonly isVerified: boolean;
    readonly mayChangeAddress: boolean;
    readonly sessions: Items<SessionView>;
    readonly browsers: Items<BrowserView>;
    readonly apps: Items<AppView>;
    /** No list of this page has anything before it. */
    readonly isFirst: boolean;
    readonly factors: Factors;
    readonly ended: readonly EndedView[];
    /** Accounts at other providers; the section is only there where there is any provider. */
    readonly ways: readonly WayView[];
    readonly hasPassword: boolean;
    /** What was done, and where it is said. */
    readonly notice: {
        readonly section: Section;
        readonly text: string;
    } | null;
    /** By the clock that the times are of. */
    readonly now: Date;
}
export declare const accountPage: (view: AccountView) => View;

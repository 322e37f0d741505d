/** The lists of the account page, and how one item of each looks. */
import type { Factors } from "../../factors/factors.sql.js";
import type { Device } from "../../http/views/device.js";
import { type FormState } from "../../http/views/forms.js";
import { type Html } from "../../http/views/html.js";
import type { Texts } from "../../http/views/texts/en.js";
import { type Icon } from "./icons.js";
/** A browser that is signed in at this server. */
export interface BrowserView {
    readonly id: string;
    readonly device: Device;
    readonly address: string;
    readonly signedInAt: Date;
    readonly expiresAt: Date;
    /** The one that asks; of a session: the one that opened it. */
    readonly isThis: boolean;
}
export interface SessionView extends BrowserView {
    readonly clientName: string;
    readonly lastUsedAt: Date;
}
export interface EndedView {
    readonly clientName: string;
    readonly device: Device;
    readonly at: Date;
    readonly why: string;
    readonly alarming: boolean;
}
/** Something that happened. */
export interface HistoryView {
    readonly icon: Icon;
    readonly title: string;
    /** Whom it is about, why, which. */
    readonly about: readonly string[];
    /** Null if the server did it by itself. */
    readonly by: "administrator" | {
        readonly device: Device;
        readonly address: string;
    } | null;
    readonly at: Date;
    readonly alarming: boolean;
}
/** An app that may act in the user's name. */
export interface AppView {
    readonly clientId: string;
    readonly clientName: string;
    /** Its host, or the scheme of its own; null where none is known. */
    readonly host: string | null;
    readonly apis: readonly {
        readonly name: string;
        readonly scope: readonly string[];
    }[];
    readonly grantedAt: Date;
}
/** An account at a provider that can sign the user in. */
export interface WayView {
    readonly providerId: string;
    /** Of the provider. */
    readonly name: string;
    /** Null where there is none yet. */
    readonly link: {
        readonly email: string | null;
        readonly createdAt: Date;
        readonly lastUsedAt: Date | null;
    } | null;
}
export declare const list: (rows: readonly Html[], none?: string) => Html;
interface Row {
    readonly icon: Icon;
    readonly title: string;
    readonly tag?: string | undefined;
    readonly lines: readonly Html[];
    /** Less important than the lines. */
    readonly details?: readonly Html[];
    readonly action?: Html;
    /** Below it all. */
    readonly more?: Html;
    readonly alarming?: boolean;
}
export declare const row: ({ icon: which, title, tag, lines, details, action, more, alarming, }: Row) => Html;
/** How one item of each list looks. */
export declare function rowsIn(texts: Texts, state: FormState, time: (at: Date) => Html): {
    session: (session: SessionView) => Html;
    ended: (session: EndedView) => Html;
    browser: (browser: BrowserView) => Html;
    happened: (event: HistoryView) => Html;
    history: () => Html;
    profile: () => Html;
    way: ({ providerId, name, link }: WayView) => Html;
    email: (view: {
        readonly email: string;
        readonly isVerified: boolean;
        readonly mayChangeAddress: boolean;
    }) => Html;
    password: (hasPassword: boolean) => Html;
    factors: ({ passkeys, totp }: Factors) => Html;
    everywhere: () => Html;
    exported: () => Html;
    deletion: () => Html;
    app: (app: AppView) => Html;
};
export {};

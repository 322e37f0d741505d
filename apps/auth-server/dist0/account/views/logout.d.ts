/** The page on which a user signs out of this browser, and what it says afterwards. */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
/** With `continueTo`, a client asked for it: then its sessions end, too. */
export declare const logoutPage: (view: FormState & {
    readonly email: string;
    readonly apps: readonly string[];
}) => View;
/** What became of the apps that were signed in to from this browser. */
export type Apps = keyof typeof appsText;
declare const appsText: {
    readonly remain: "appsRemain";
    readonly end: "appsEnded";
};
export declare const isApps: (value: string | undefined) => value is Apps;
export declare const loggedOutPage: (apps: Apps | null) => View;
export declare const signedOutEverywherePage: (ended: string) => View;
export {};

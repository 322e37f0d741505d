/** What the pages say about passkeys, in English. */
import { type Html } from "../html.js";
export declare const passkeysEn: {
    signIn: string;
    confirm: string;
    needsScript: string;
    title: string;
    about: string;
    none: string;
    add: string;
    unavailable: string;
    known: string;
    notMade: string;
    single: string;
    synced: string;
    oneDevice: string;
    added: (time: Html) => Html;
    lastUsed: (time: Html) => Html;
    neverUsed: Html;
    edit: string;
    name: string;
    save: string;
    remove: string;
    unseen: (name: string) => string;
    removing: string;
    securityKey: string;
    phone: string;
    number: (passkeys: number) => string;
};

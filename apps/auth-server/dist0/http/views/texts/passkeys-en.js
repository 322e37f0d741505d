/** What the pages say about passkeys, in English. */
import { html } from "../html.js";
import { counter } from "./numbers.js";
const count = counter("en");
export const passkeysEn = {
    signIn: "Sign in with a passkey",
    confirm: "Use a passkey",
    needsScript: "You have a passkey. To use it, this page needs a browser with passkeys, and scripts allowed.",
    title: "Passkeys",
    about: "A passkey signs you in without a password: you unlock it as you unlock your device, by fingerprint, face or PIN. It can’t be guessed, and no false page can trick you out of it.",
    none: "You have no passkeys yet.",
    add: "Add a passkey",
    unavailable: "This browser can’t create passkeys here. Try another browser, with scripts allowed.",
    known: "This device already has a passkey for your account.",
    notMade: "No passkey was created. Try again.",
    single: "If you lose this device, its passkey is lost, too. Add another one, on another device.",
    synced: "Synced",
    oneDevice: "One device",
    added: (time) => html `Added ${time}`,
    lastUsed: (time) => html `Last used ${time}`,
    neverUsed: html `Not used yet`,
    edit: "Edit",
    name: "Name",
    save: "Save name",
    remove: "Remove",
    unseen: (name) => `: ${name}`,
    removing: "Your device may go on offering a removed passkey, but it no longer signs you in.",
    securityKey: "Security key",
    phone: "Phone or tablet",
    number: (passkeys) => count(passkeys, { one: "1 passkey", other: "# passkeys" }),
};
//# sourceMappingURL=passkeys-en.js.map
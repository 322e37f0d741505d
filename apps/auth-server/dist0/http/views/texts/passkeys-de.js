/** Was die Seiten über Passkeys sagen, auf Deutsch. */
import { html } from "../html.js";
import { counter } from "./numbers.js";
const count = counter("de");
export const passkeysDe = {
    signIn: "Mit einem Passkey anmelden",
    confirm: "Passkey verwenden",
    needsScript: "Sie haben einen Passkey. Um ihn zu verwenden, braucht diese Seite einen Browser, der Passkeys kennt und Skripte zulässt.",
    title: "Passkeys",
    about: "Mit einem Passkey melden Sie sich ohne Passwort an: Sie entsperren ihn wie Ihr Gerät, mit Fingerabdruck, Gesicht oder PIN. Niemand kann ihn erraten, und keine gefälschte Seite kann ihn Ihnen entlocken.",
    none: "Sie haben noch keine Passkeys.",
    add: "Passkey hinzufügen",
    unavailable: "Dieser Browser kann hier keine Passkeys erstellen. Verwenden Sie einen anderen Browser, der Skripte zulässt.",
    known: "Dieses Gerät hat bereits einen Passkey für Ihr Konto.",
    notMade: "Es wurde kein Passkey erstellt. Versuchen Sie es erneut.",
    single: "Wenn Sie dieses Gerät verlieren, ist auch sein Passkey verloren. Fügen Sie einen weiteren auf einem anderen Gerät hinzu.",
    synced: "Synchronisiert",
    oneDevice: "Ein Gerät",
    added: (time) => html `Hinzugefügt ${time}`,
    lastUsed: (time) => html `Zuletzt verwendet ${time}`,
    neverUsed: html `Noch nicht verwendet`,
    edit: "Bearbeiten",
    name: "Name",
    save: "Name speichern",
    remove: "Entfernen",
    unseen: (name) => `: ${name}`,
    removing: "Ihr Gerät bietet einen entfernten Passkey vielleicht weiter an, aber er meldet Sie nicht mehr an.",
    securityKey: "Sicherheitsschlüssel",
    phone: "Smartphone oder Tablet",
    number: (passkeys) => count(passkeys, { one: "1 Passkey", other: "# Passkeys" }),
};
//# sourceMappingURL=passkeys-de.js.map
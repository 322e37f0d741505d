/** Was die Sicherheitshinweise sagen, auf Deutsch. */
import { de } from "../../http/views/texts/de.js";
import { counter } from "../../http/views/texts/numbers.js";
const count = counter("de");
export const notices = {
    events: de.history.events,
    ends: de.ends,
    factors: de.history.factors,
    subject: (title, name) => `${title}: Ihr Konto bei ${name}`,
    subjectOfMany: (number, name) => count(number, {
        one: `Ein Sicherheitshinweis zu Ihrem Konto bei ${name}`,
        other: `# Sicherheitshinweise zu Ihrem Konto bei ${name}`,
    }),
    about: (name) => `Das ist mit Ihrem Konto bei ${name} geschehen:`,
    byAdministrator: "durch die Administration",
    from: (address, device) => [
        ...(address === undefined ? [] : [`von ${address}`]),
        ...(device === null ? [] : [`mit ${device}`]),
    ].join(" "),
    device: de.device.on,
    more: (number) => count(number, { one: "Und noch einmal.", other: "Und noch # Mal." }),
    button: "Verlauf Ihres Kontos ansehen",
    ifYou: "Wenn Sie das waren, brauchen Sie nichts zu tun.",
    ifNotYou: (issuer) => `Wenn Sie das nicht waren, ändern Sie gleich Ihr Passwort: ${issuer}/account/password – das meldet alle anderen ab. Wenn Sie sich nicht mehr anmelden können, wählen Sie ein neues: ${issuer}/reset`,
    ifUnexpected: "Wenn Sie nicht wissen, warum, fragen Sie den Betreiber.",
};
//# sourceMappingURL=de-notices.js.map
/** Was die Seiten über zweite Faktoren sagen, auf Deutsch. */
import { html } from "../html.js";
import { counter } from "./numbers.js";
const count = counter("de");
export const secondFactorDe = {
    title: "Bestätigen Sie, dass Sie es sind",
    signingIn: (email) => html `Sie melden sich als <strong>${email}</strong> an.`,
    code: "Code aus Ihrer Authenticator-App",
    codeRule: "Geben Sie die sechs Ziffern ein, die die App zeigt.",
    codeWrong: "Falscher Code. Geben Sie den ein, den die App jetzt zeigt.",
    codeUsed: "Dieser Code wurde schon benutzt. Warten Sie, bis die App den nächsten zeigt.",
    submit: "Weiter",
    lost: "Ich kann meinen üblichen Weg nicht nutzen",
    recoveryCode: "Wiederherstellungscode",
    recoveryRule: "Sechzehn Buchstaben und Ziffern, die Sie mit Ihrem ersten zweiten Faktor bekommen haben. Jeder gilt einmal.",
    recoveryCodeWrong: "Dieser Wiederherstellungscode ist falsch oder wurde schon benutzt.",
    useRecoveryCode: "Wiederherstellungscode benutzen",
    another: "Anderes Konto verwenden",
    decline: "Ohne zurückgehen",
    recovered: "Wiederherstellungs\u00adcode angenommen",
    remaining: (codes) => codes === 0
        ? "Das war Ihr letzter Wiederherstellungscode."
        : count(codes, {
            one: "1 Wiederherstellungscode ist übrig.",
            other: "# Wiederherstellungscodes sind übrig.",
        }),
    afterRecovery: "Wenn Sie Ihre Authenticator-App oder Ihren Passkey verloren haben, entfernen Sie ihn in Ihrem Konto und richten Sie einen neuen ein.",
    goOn: "Weiter",
    toFactors: "Wege zur Anmeldung",
    others: "Andere Wege",
    totp: {
        on: "eingerichtet",
        row: "Authenticator-App",
        about: "Eine App auf Ihrem Telefon zeigt sechs Ziffern, die Sie nach dem Passwort eingeben.",
        setUp: "Einrichten",
        replace: "Neu einrichten",
        remove: "Entfernen",
        title: "Authenticator-App einrichten",
        needed: (client) => html `${client} verlangt neben dem Passwort einen zweiten Faktor. Richten Sie einen ein, um fortzufahren.`,
        replaces: "Sie ersetzt die App, die Sie zuvor eingerichtet haben.",
        scan: "Scannen Sie diesen Code mit Ihrer Authenticator-App.",
        qrCode: "QR-Code für Ihre Authenticator-App",
        byHand: "Sie können ihn nicht scannen?",
        open: "Authenticator-App auf diesem Gerät öffnen",
        key: "Oder tippen Sie diesen Schlüssel in die App:",
        enter: "Geben Sie die sechs Ziffern ein, die die App zeigt",
        confirm: "Bestätigen",
        wrong: "Falscher Code. Geben Sie den ein, den die App jetzt zeigt, und prüfen Sie, ob die Uhr Ihres Telefons richtig geht.",
    },
    recoveryCodes: {
        row: "Wiederherstellungscodes",
        about: (codes) => count(codes, {
            one: "1 ist übrig. Jeder meldet Sie einmal an, wenn Sie Ihre anderen zweiten Faktoren verlieren.",
            other: "# sind übrig. Jeder meldet Sie einmal an, wenn Sie Ihre anderen zweiten Faktoren verlieren.",
        }),
        renew: "Neue Codes anfordern",
        title: "Ihre Wiederherstellungs\u00adcodes",
        keep: "Jeder meldet Sie einmal an, wenn Sie Ihre anderen zweiten Faktoren verlieren. Drucken Sie sie aus oder bewahren Sie sie in einem Passwort-Manager auf: Sie werden nicht noch einmal gezeigt.",
        old: "Die Codes, die Sie zuvor hatten, gelten nicht mehr.",
        done: "Ich habe sie aufbewahrt",
    },
};
//# sourceMappingURL=de-second-factor.js.map
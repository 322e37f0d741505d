/** Was die Seiten sagen, auf denen Leute ihr Konto wiederbekommen, umziehen, schließen und mitnehmen, auf Deutsch. */
import { html } from "../html.js";
import { durationInWords } from "./numbers.js";
const duration = (seconds) => durationInWords(seconds, "de");
const months = (count) => count === 0
    ? "so lange, wie dieser Dienst sein Protokoll aufhebt"
    : count === 1
        ? "einen Monat lang"
        : `${count} Monate lang`;
export const selfService = {
    reset: {
        forgot: "Passwort vergessen?",
        title: "Neues Passwort wählen",
        about: "Geben Sie Ihre E-Mail-Adresse ein. Sie bekommen eine E-Mail mit einem Link, über den Sie ein neues Passwort wählen.",
        submit: "Link senden",
        sentTitle: "Sehen Sie in Ihre E-Mails",
        sent: (email) => html `Wenn es ein Konto mit <strong>${email}</strong> gibt, ist eine E-Mail mit einem Link unterwegs.`,
        lasts: (seconds) => `Der Link gilt einmal und ${duration(seconds)} lang.`,
        nothingCame: "Nichts angekommen? Sehen Sie im Spam-Ordner nach und prüfen Sie die Adresse auf Tippfehler. Nach einer Minute können Sie noch einmal fragen.",
        again: "Andere Adresse versuchen",
        toLogin: "Zurück zur Anmeldung",
        newTitle: "Neues Passwort wählen",
        for: (email) => html `Für <strong>${email}</strong>.`,
        ends: "Sie werden überall sonst abgemeldet.",
        save: "Speichern und anmelden",
        revertTitle: "Konto zurückholen",
        revert: (email) => html `Das Konto bekommt wieder seine frühere Adresse <strong>${email}</strong> und das neue Passwort, das Sie hier wählen. Alle werden abgemeldet.`,
        taken: "Diese Adresse gehört inzwischen zu einem anderen Konto. Wenden Sie sich an die Betreiber dieses Dienstes.",
    },
    closed: {
        title: "Ihr Konto ist geschlossen",
        until: (time) => html `Es wird am ${time} gelöscht, wie Sie es wollten. Bis dahin können Sie es behalten.`,
        kept: "Was angemeldet war, bleibt abgemeldet.",
        keep: "Konto behalten",
        leave: "Geschlossen lassen",
    },
    email: {
        row: "E-Mail-Adresse",
        change: "Ändern",
        verified: "bestätigt",
        title: "E-Mail-Adresse ändern",
        about: (email) => html `Sie melden sich mit <strong>${email}</strong> an. An die neue Adresse bekommen Sie eine E-Mail; sie gilt, sobald Sie dem Link darin folgen.`,
        new: "Neue E-Mail-Adresse",
        submit: "Link senden",
        sentTitle: "Sehen Sie in Ihre E-Mails",
        sent: (email) => html `Eine E-Mail an <strong>${email}</strong> ist unterwegs. Folgen Sie dem Link darin in diesem Browser. Bis dahin bleibt Ihre Adresse, wie sie ist.`,
        nothingCame: "Nichts angekommen? Sehen Sie im Spam-Ordner nach und prüfen Sie die Adresse auf Tippfehler. Nach einer Minute können Sie noch einmal fragen.",
        toAccount: "Zum Konto",
        confirmTitle: "Diese Adresse verwenden?",
        confirm: (email, old) => html `Ab jetzt melden Sie sich mit <strong>${email}</strong> statt mit <strong>${old}</strong> an.`,
        confirmButton: "Diese Adresse verwenden",
        signInFirst: "Um die Adresse zu ändern, melden Sie sich zuerst bei Ihrem Konto an. Öffnen Sie dann den Link in der E-Mail noch einmal.",
        signIn: "Anmelden",
        taken: "Diese Adresse gehört inzwischen zu einem anderen Konto. Ihre Adresse bleibt, wie sie ist.",
    },
    export: {
        title: "Daten herunterladen",
        about: "Eine JSON-Datei mit Ihrem Profil, Ihren Sitzungen, angemeldeten Browsern, verbundenen Apps, Anmeldewegen und dem, was im Protokoll über Sie steht. Passwörter und Schlüssel sind nicht darin.",
        submit: "Herunterladen",
    },
    deletion: {
        title: "Konto löschen?",
        button: "Mein Konto löschen",
        at: (days) => `Ihr Konto wird sofort geschlossen: Sie und Ihre Apps werden abgemeldet, und keine App kann Sie mehr anmelden.` +
            ` Nach ${days} Tagen wird es gelöscht. Bis dahin können Sie es behalten, indem Sie sich anmelden.`,
        goes: "Gelöscht werden Ihr Profil, Ihre Anmeldewege, Ihre Sitzungen und was Sie Apps erlaubt haben.",
        stays: (auditMonths) => `Das Protokoll dessen, was geschah, bleibt ${months(auditMonths)}: mit Ihrer Benutzer-ID und den Netzwerkadressen, die Sie benutzt haben, aber ohne Namen und E-Mail-Adresse. Apps behalten, was sie über Sie wissen: Fragen Sie deren Betreiber.`,
        doneTitle: "Ihr Konto ist geschlossen",
        done: (time) => html `Es wird am ${time} gelöscht. Um es zu behalten, melden Sie sich vorher an.`,
        again: "Anmelden",
    },
};
//# sourceMappingURL=de-self-service.js.map
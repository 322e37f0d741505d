/** Die Seiten, auf denen man ein Konto anlegt und seine Adresse bestätigt, auf Deutsch. */
import { html } from "../html.js";
export const signUp = {
    question: "Neu hier?",
    title: "Konto anlegen",
    toStart: "Sie bekommen eine E-Mail mit einem Link, der weiterführt.",
    email: "E-Mail-Adresse",
    emailMissing: "Geben Sie Ihre E-Mail-Adresse ein",
    emailUnsuitable: "Das ist keine E-Mail-Adresse. Bitte prüfen Sie sie auf Tippfehler.",
    send: "Link senden",
    have: "Sie haben schon ein Konto?",
    signIn: "Anmelden",
    sent: {
        title: "Sehen Sie in Ihr Postfach",
        what: (email) => html `Wir haben eine E-Mail an <strong>${email}</strong> geschickt. Folgen Sie dem Link darin.`,
        nothing: "Nichts angekommen? Sehen Sie im Spam-Ordner nach und prüfen Sie die Adresse auf Tippfehler. Nach einer Minute können Sie noch eine anfordern.",
        again: "Noch einmal anfordern",
    },
    finish: {
        about: (email) => html `Für <strong>${email}</strong>`,
        aboutAnd: (email, client) => html `Für <strong>${email}</strong>, weiter zu <strong>${client}</strong>`,
        replaces: (email) => html `Sie sind als <strong>${email}</strong> angemeldet. Wenn Sie dieses Konto anlegen, werden Sie dort abgemeldet.`,
        notYours: "Nicht Ihre Adresse? Dann hat Ihnen jemand anderes diesen Link geschickt. Schließen Sie die Seite.",
        name: "Ihr Name",
        optional: "freiwillig",
        password: "Passwort wählen",
    },
    taken: {
        title: "Sie haben schon ein Konto",
        what: (email) => html `Für <strong>${email}</strong> gibt es bereits ein Konto. Es wurde nichts geändert.`,
    },
    verify: {
        ask: "Bestätigen",
        unseen: (email) => `: ${email}`,
        title: "Adresse bestätigen",
        is: (email) => html `Ist <strong>${email}</strong> Ihre E-Mail-Adresse?`,
        consequence: "Bestätigen Sie das, damit sich Ihre Apps darauf verlassen können.",
        notYours: "Wenn Sie hier kein Konto haben, schließen Sie die Seite.",
        confirm: "Adresse bestätigen",
        doneTitle: "Adresse bestätigt",
        done: (email) => html `<strong>${email}</strong> ist als Ihre Adresse bestätigt.`,
    },
};
//# sourceMappingURL=de-sign-up.js.map
import { notices } from "./de-notices.js";
export const de = {
    language: "de",
    footer: (name) => `${name} hat diese Mail automatisch verschickt; Antworten darauf liest niemand.`,
    copyLink: "Falls der Knopf nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:",
    kinds: {
        sign_up: ({ name, lasts }) => ({
            subject: `Schließen Sie Ihre Registrierung bei ${name} ab`,
            before: [`Jemand, vermutlich Sie, möchte mit dieser E-Mail-Adresse bei ${name} ein Konto anlegen.`],
            button: "Registrierung abschließen",
            after: [
                `Der Link gilt einmal, ${lasts} lang.`,
                "Wenn Sie das nicht waren, können Sie diese Mail ignorieren: Ohne den Link entsteht kein Konto.",
            ],
        }),
        already_registered: ({ name, issuer }) => ({
            subject: `Sie haben schon ein Konto bei ${name}`,
            before: [
                `Jemand, vermutlich Sie, wollte diese E-Mail-Adresse für ein Konto bei ${name} verwenden. Zu ihr gibt es schon eines; geändert wurde nichts.`,
            ],
            button: "Anmelden",
            after: [
                `Wenn Sie Ihr Passwort vergessen haben, wählen Sie ein neues: ${issuer}/reset`,
                "Wenn Sie das nicht waren, können Sie diese Mail ignorieren.",
            ],
        }),
        invitation: ({ name, lasts }) => ({
            subject: `Einladung zu ${name}`,
            before: [`Sie sind eingeladen, mit dieser E-Mail-Adresse bei ${name} ein Konto anzulegen.`],
            button: "Einladung annehmen",
            after: [
                `Der Link gilt einmal, ${lasts} lang. Wenn Sie damit nicht gerechnet haben, können Sie diese Mail ignorieren.`,
            ],
        }),
        email_verification: ({ name, lasts }) => ({
            subject: `Bestätigen Sie Ihre E-Mail-Adresse für ${name}`,
            before: [
                `Bestätigen Sie, dass diese E-Mail-Adresse Ihnen gehört, damit ${name} sich darauf verlassen kann.`,
            ],
            button: "Adresse bestätigen",
            after: [
                `Der Link gilt einmal, ${lasts} lang. Wenn Sie kein Konto bei ${name} haben, können Sie diese Mail ignorieren.`,
            ],
        }),
        email_change: ({ name, lasts }) => ({
            subject: `Bestätigen Sie Ihre neue E-Mail-Adresse für ${name}`,
            before: [`Dies soll die E-Mail-Adresse eines Kontos bei ${name} werden.`],
            button: "Neue Adresse bestätigen",
            after: [
                `Der Link gilt einmal, ${lasts} lang. Bis dahin behält das Konto seine alte Adresse.`,
                "Wenn Sie das nicht verlangt haben, können Sie diese Mail ignorieren.",
            ],
        }),
        email_changed: ({ name, lasts, link }) => ({
            subject: `Die E-Mail-Adresse Ihres Kontos bei ${name} wurde geändert`,
            before: [
                `Ihr Konto bei ${name} hat jetzt eine andere E-Mail-Adresse. Diese Mail ist die letzte an die alte.`,
                link === null
                    ? "Wenn Sie das nicht waren, wenden Sie sich gleich an den Betreiber: Jemand anderes hat vielleicht Ihr Konto."
                    : "Wenn Sie das waren, ist nichts zu tun. Wenn nicht, hat vielleicht jemand anderes Ihr Konto: Holen Sie es zurück.",
            ],
            ...(link !== null && {
                button: "Mein Konto zurückholen",
                after: [
                    `Der Link gilt einmal, ${lasts} lang. Das Konto bekommt wieder diese Adresse, Sie wählen ein neues Passwort, und alle werden abgemeldet.`,
                ],
            }),
        }),
        password_reset: ({ name, lasts }) => ({
            subject: `Wählen Sie ein neues Passwort für ${name}`,
            before: [`Jemand, vermutlich Sie, hat das Passwort Ihres Kontos bei ${name} vergessen.`],
            button: "Neues Passwort wählen",
            after: [
                `Der Link gilt einmal, ${lasts} lang. Ein neues Passwort meldet Sie überall sonst ab.`,
                "Wenn Sie das nicht waren, können Sie diese Mail ignorieren: Ihr Passwort bleibt, wie es ist.",
            ],
        }),
        deletion_requested: ({ name, issuer, time, values }) => ({
            subject: `Ihr Konto bei ${name} wird gelöscht`,
            before: [
                `Sie haben verlangt, dass Ihr Konto bei ${name} gelöscht wird. Das geschieht am ${time(values.at)}.`,
                `Bis dahin können Sie es behalten: Melden Sie sich unter ${issuer}/account an und nehmen Sie die Löschung zurück.`,
                "Wenn Sie das nicht waren, tun Sie das gleich, und ändern Sie Ihr Passwort.",
            ],
        }),
        deletion_cancelled: ({ name }) => ({
            subject: `Ihr Konto bei ${name} bleibt`,
            before: [`Ihr Konto bei ${name} wird doch nicht gelöscht.`],
        }),
        test: ({ name }) => ({
            subject: `${name} kann Mails verschicken`,
            before: ["Ein Administrator hat diese Mail verschickt, um zu sehen, ob Mails ankommen. Diese kam an."],
        }),
    },
    notices,
};
//# sourceMappingURL=de.js.map
/** Über andere OpenID-Provider, auf Deutsch. */
import { html } from "../html.js";
export const providers = {
    or: "Auf andere Weise anmelden",
    continueWith: (name) => `Weiter mit ${name}`,
    thisProvider: "dem anderen Anbieter",
    backToSignIn: "Zurück zur Anmeldung",
    backToAccount: "Zurück zu Ihrem Konto",
    problems: {
        provider_unknown: {
            title: "Diese Anmeldung gibt es nicht mehr",
            what: () => "Sie wurde abgeschaltet oder entfernt.",
            now: "Melden Sie sich auf andere Weise an.",
        },
        provider_unreachable: {
            title: "Der andere Anbieter ist nicht erreichbar",
            what: (name) => `Die Anmeldung mit ${name} ist gerade nicht möglich: Von dort kommt keine Antwort oder keine brauchbare.`,
            now: "Melden Sie sich auf andere Weise an, oder versuchen Sie es in einer Minute noch einmal.",
        },
        provider_refused: {
            title: "Sie sind nicht angemeldet",
            what: (name) => `Sie haben abgebrochen, oder die Anmeldung mit ${name} wurde dort abgelehnt.`,
            now: "Versuchen Sie es noch einmal, oder melden Sie sich auf andere Weise an.",
        },
        provider_answer_invalid: {
            title: "Das hat nicht geklappt",
            what: (name) => `Die Antwort von ${name} beweist nicht, wer Sie sind.`,
            now: "Versuchen Sie es noch einmal. Wenn es wieder geschieht, sagen Sie den Betreibern dieses Dienstes Bescheid.",
        },
        provider_answer_unexpected: {
            title: "Diese Anmeldung ist abgelaufen",
            what: () => "Sie hat zu lange gedauert, wurde schon verwendet oder nicht in diesem Browser begonnen. Von hier geht es nicht weiter.",
            now: "Beginnen Sie von vorn. Wenn Sie ein Link von jemand anderem hierher geführt hat, verwenden Sie ihn nicht.",
        },
        provider_request_too_long: {
            title: "Das hat nicht geklappt",
            what: (name) => `Die Anfrage der App ist zu lang, um sie während der Anmeldung mit ${name} aufzubewahren.`,
            now: "Melden Sie sich auf andere Weise an, oder öffnen Sie zuerst Ihr Konto und danach die App.",
        },
        provider_authentication_old: {
            title: "Bitte bestätigen Sie, dass Sie es sind",
            what: (name) => `Die App verlangt, dass Sie sich neu anmelden. Bei der Anmeldung mit ${name} ist das nicht geschehen oder nicht zu erkennen.`,
            now: "Melden Sie sich dort ab und versuchen Sie es noch einmal, oder melden Sie sich auf andere Weise an.",
        },
        identity_unknown: {
            title: "Kein Konto ist verknüpft",
            what: (name) => `Mit Ihrem Konto bei ${name} ist hier kein Konto verknüpft.`,
            now: "Wenn Sie hier ein Konto haben, melden Sie sich an wie sonst und verknüpfen Sie die beiden in Ihrem Konto unter „Andere Anmeldungen“. Wenn Sie keines haben, fragen Sie die Betreiber dieses Dienstes.",
        },
        identity_address_taken: {
            title: "Vielleicht haben Sie schon ein Konto",
            what: (name) => `Mit der Adresse, die wir von ${name} bekommen haben, lässt sich kein Konto anlegen. Wenn Sie schon eines haben, ist es noch nicht verknüpft.`,
            now: "Melden Sie sich an wie sonst und verknüpfen Sie die beiden in Ihrem Konto unter „Andere Anmeldungen“.",
        },
        identity_address_missing: {
            title: "Ihre E-Mail-Adresse fehlt",
            what: (name) => `Ein Konto braucht hier eine E-Mail-Adresse, und von ${name} haben wir keine bekommen.`,
            now: "Tragen Sie dort eine ein oder erlauben Sie, dass wir sie erfahren, und versuchen Sie es noch einmal.",
        },
        user_disabled: {
            title: "Dieses Konto ist gesperrt",
            what: () => "Die Betreiber dieses Dienstes haben Ihr Konto gesperrt.",
            now: "Wenn Sie es brauchen, wenden Sie sich an sie.",
        },
    },
    account: {
        title: "Andere Anmeldungen",
        about: "Konten anderswo, mit denen Sie sich hier anmelden können.",
        linked: (time) => html `Verknüpft ${time}`,
        used: (time) => html `Zuletzt verwendet ${time}`,
        notLinked: "Nicht verknüpft",
        link: "Verknüpfen",
        unlink: "Verknüpfung aufheben",
        unseen: (name) => `: ${name}`,
    },
    confirm: {
        title: (name) => `${name} verknüpfen?`,
        about: (who, name) => html `Wer sich bei ${name} als ${who} anmeldet, ist ab jetzt auch in Ihrem Konto hier angemeldet.`,
        own: "Fahren Sie nur fort, wenn das Ihr eigenes Konto ist.",
        nobody: "jemand ohne Adresse",
        submit: "Verknüpfen",
    },
    notices: {
        identity_linked: () => "Verknüpft. Ab jetzt können Sie sich damit anmelden.",
        identity_unlinked: () => "Die Verknüpfung ist aufgehoben. Sie können sich damit nicht mehr anmelden.",
        identity_last: () => "Das ist Ihre einzige Anmeldung. Legen Sie zuerst ein Passwort fest, dann können Sie die Verknüpfung aufheben.",
        identity_taken: () => "Dieses Konto ist hier schon mit einem anderen verknüpft.",
    },
};
//# sourceMappingURL=de-providers.js.map
/** Was die Seiten sagen, auf Deutsch. */
import { type Html, html } from "../html.js";
import { deviceGrantDe } from "./de-device-grant.js";
import { history } from "./de-history.js";
import { providers } from "./de-providers.js";
import { secondFactorDe } from "./de-second-factor.js";
import { selfService } from "./de-self-service.js";
import { signUp } from "./de-sign-up.js";
import type { Texts } from "./en.js";
import { counter, durationInWords } from "./numbers.js";
import { passkeysDe } from "./passkeys-de.js";

const language = "de";
const count = counter(language);
const duration = (seconds: number): string => durationInWords(seconds, language);

const sessionsEnded = (sessions: number): string =>
  count(sessions, { one: "1 Sitzung beendet", other: "# Sitzungen beendet" });
const endedInWords = (sessions: number, browsers: number): string =>
  `${sessionsEnded(sessions)}, ${count(browsers, { one: "1 Browser abgemeldet", other: "# Browser abgemeldet" })}.`;

export const de: Texts = {
  language,
  providers,

  login: {
    title: "Anmelden",
    toAccount: "um Ihr Konto zu öffnen",
    toAccountPage: "um Ihr Konto zu verwalten",
    toContinue: (client: string): Html => html`weiter zu <strong>${client}</strong>`,
    username: "E-Mail-Adresse",
    usernameMissing: "Geben Sie Ihre E-Mail-Adresse ein",
    password: "Passwort",
    passwordMissing: "Geben Sie Ihr Passwort ein",
    show: "Passwort anzeigen",
    hide: "Passwort verbergen",
    submit: "Anmelden",
    already: (email: string): Html => html`Sie sind bereits als <strong>${email}</strong> angemeldet.`,
    goOn: "Weiter",
    another: "Anderes Konto verwenden",
    confirm: (email: string): Html =>
      html`Sie sind als <strong>${email}</strong> angemeldet. Bitte bestätigen Sie, dass Sie es sind.`,
  },

  selfService,
  signUp,

  deviceGrant: deviceGrantDe,

  consent: {
    title: (client: string): string => `Zugriff für ${client} erlauben?`,
    heading: (client: Html): Html => html`Zugriff für ${client} erlauben?`,
    local: (address: Html): Html => html`Eine App auf diesem Gerät (${address})`,
    firstUse: "Diese App hat bisher keinen Zugriff auf Ihr Konto.",
    fromHost: (host: Html): Html =>
      html`Diesen Namen hat sich die App selbst gegeben. Bekannt ist nur, dass sie von ${host} kommt.`,
    registeredItself:
      "Die App hat sich selbst registriert und diesen Namen gewählt. Niemand hat ihn geprüft.",
    asks: (app: Html, api: Html): Html => html`${app} möchte in Ihrem Namen auf ${api} zugreifen:`,
    asksWho: (app: Html): Html => html`${app} möchte Sie mit Ihrem Konto hier anmelden und dabei:`,
    granted: "bereits erlaubt",
    identity: "Erfahren, wer Sie sind",
    identityScopes: {
      openid: "Wissen, wer Sie sind (Ihre Benutzerkennung)",
      profile: "Ihren Namen und Ihre Profilangaben sehen",
      email: "Ihre E-Mail-Adresse sehen",
      address: "Ihre Postanschrift sehen",
      phone: "Ihre Telefonnummer sehen",
      offline_access: "Mit Ihrem Konto angemeldet bleiben, nachdem Sie sich hier abgemeldet haben",
    },
    lasts: (seconds: number): string =>
      `Jede Anmeldung gibt der App für höchstens ${duration(seconds)} Zugriff.`,
    untilRevoked: html`Die Einwilligung gilt, bis Sie sie in <a href="/account">Ihrem Konto</a> widerrufen.`,
    returnTo: (host: Html): Html => html`Danach kehren Sie zu ${host} zurück.`,
    returnToApp: "Danach kehren Sie zur App zurück.",
    allow: "Erlauben",
    cancel: "Abbrechen",
    signedInAs: (email: string): string => `Angemeldet als ${email}.`,
    notYou: "Anderes Konto verwenden",
  },

  passkeys: passkeysDe,
  secondFactor: secondFactorDe,

  logout: {
    title: "Abmelden",
    heading: "Abmelden?",
    signedInAs: (email: string): Html => html`Sie sind als <strong>${email}</strong> angemeldet.`,
    appsStay: "Bei diesen Apps haben Sie sich mit diesem Browser angemeldet. Dort bleiben Sie angemeldet:",
    appsEnd: "Bei diesen Apps haben Sie sich mit diesem Browser angemeldet. Auch dort werden Sie abgemeldet:",
    moreApps: "und weitere",
    appsToo: "Auch von diesen Apps abmelden",
    submit: "Abmelden",
    stay: "Angemeldet bleiben",
    doneTitle: "Abgemeldet",
    done: "Sie sind abgemeldet",
    appsRemain: html`Apps, bei denen Sie sich mit diesem Browser angemeldet haben, bleiben angemeldet. Deren Sitzungen können Sie in <a href="/account">Ihrem Konto</a> beenden.`,
    appsEnded:
      "Auch die Apps, bei denen Sie sich mit diesem Browser angemeldet haben, sind abgemeldet. Eine geöffnete App bemerkt das unter Umständen erst nach einigen Minuten.",
    again: "Erneut anmelden",
    everywhereTitle: "Überall abgemeldet",
    everywhere: "Sie sind überall abgemeldet",
    thisBrowserToo: "Auch dieser Browser ist abgemeldet.",
    delay: "Eine geöffnete App bemerkt das unter Umständen erst nach einigen Minuten.",
  },

  goingOn: {
    title: "Einen Moment",
    heading: "Einen Moment …",
    link: "Weiter",
    button: "Weiter zur App",
  },

  refusal: {
    nothingThere: {
      title: "Seite nicht gefunden",
      what: "Unter dieser Adresse gibt es nichts. Vielleicht enthält sie einen Tippfehler, ist unvollständig oder veraltet.",
      now: "Prüfen Sie die Adresse, oder öffnen Sie Ihr Konto.",
    },
    notForPeople: {
      title: "Hier gibt es nichts zu sehen",
      what: "Diese Adresse ist für Programme gedacht, nicht für Browser.",
      now: "Wenn ein Link in einer App Sie hierher geführt hat, kehren Sie zur App zurück und versuchen Sie es erneut.",
    },
    appsFault: {
      title: "Dieser Anmeldelink funktioniert nicht",
      what: "Die App hat eine Anfrage gesendet, die dieser Dienst nicht annehmen kann. Sie hat keine Daten erhalten.",
      now: "Kehren Sie zur App zurück und beginnen Sie von vorn. Hilft das nicht, wenden Sie sich mit den Angaben unten an den Anbieter der App.",
    },
    signInDone: {
      title: "Diese Anmeldung ist abgeschlossen",
      what: "Sie haben sich bei der App schon angemeldet, vielleicht in einem anderen Tab. Mehr wurde ihr nicht mitgeteilt.",
      now: "Kehren Sie zur App zurück. Wenn Sie sich noch einmal anmelden möchten, beginnen Sie dort.",
    },
    signInExpired: {
      title: "Diese Anmeldung ist abgelaufen",
      what: "Sie hat zu spät begonnen oder zu lange gedauert. Der App wurde nichts mitgeteilt.",
      now: "Kehren Sie zur App zurück und beginnen Sie von vorn.",
    },
    appDisabled: {
      title: "Diese App ist gesperrt",
      what: "Der Betreiber dieses Dienstes hat die App gesperrt. Sie hat keine Daten erhalten.",
      now: "Wenn Sie die App brauchen, wenden Sie sich an ihren Anbieter.",
    },
    pageTooOld: {
      title: "Diese Seite ist abgelaufen",
      what: "Sie war lange geöffnet, oder Sie haben sich inzwischen in einem anderen Tab an- oder abgemeldet. Es wurde nichts geändert.",
      now: "Öffnen Sie die Seite erneut und wiederholen Sie Ihre Eingabe.",
    },
    noCookies: {
      title: "Cookies sind blockiert",
      what: "Ihr Browser hat das Cookie dieser Seite nicht zurückgesendet. Ohne Cookies ist keine Anmeldung möglich. Es wurde nichts geändert.",
      now: "Erlauben Sie Cookies für diese Website und öffnen Sie die Seite erneut.",
    },
    tooManyCookies: {
      title: "Zu viele Cookies",
      what: "Ihr Browser sendet an diese Adresse mehr Cookies, als der Dienst lesen kann. Sie können von anderen Websites auf demselben Server stammen. Es wurde nichts geändert.",
      now: "Löschen Sie die Cookies dieser Website oder verwenden Sie ein privates Fenster.",
    },
    linkUnusable: {
      title: "Dieser Link gilt nicht mehr",
      what: "Jeder Link aus einer E-Mail gilt nur einmal und nur eine Zeit lang. Vielleicht wurde er schon benutzt, oder es gibt einen neueren.",
      now: "Wenn Sie ihn gerade benutzt haben, melden Sie sich an. Sonst fordern Sie einen neuen an, oder suchen Sie die neueste E-Mail.",
    },
    busy: {
      title: "Bitte versuchen Sie es gleich noch einmal",
      what: "Der Dienst ist gerade überlastet oder wird neu gestartet. Ihre Anmeldungen bleiben bestehen.",
      now: "Warten Sie einige Sekunden und versuchen Sie es dann erneut.",
    },
    ourFault: {
      title: "Es ist ein Fehler aufgetreten",
      what: "Das liegt an uns, nicht an Ihnen. Der Betreiber dieses Dienstes kann nachvollziehen, was geschehen ist.",
      now: "Versuchen Sie es erneut. Tritt der Fehler wieder auf, nennen Sie dem Betreiber dieses Dienstes die Anfrage-ID unten.",
    },
    other: {
      title: "Das hat nicht funktioniert",
      what: "Der Dienst konnte die Anfrage nicht ausführen. Es wurde nichts geändert.",
      now: "Gehen Sie zurück und versuchen Sie es erneut.",
    },
    whatNow: "Was Sie tun können",
    tryAgain: "Erneut versuchen",
    openAgain: "Seite erneut öffnen",
    toAccount: "Zu Ihrem Konto",
    details: "Angaben für den Support",
    reason: "Grund",
    description: "Beschreibung",
    requestId: "Anfrage-ID",
    time: "Zeitpunkt",
  },

  problems: {
    user_credentials_mismatch: "E-Mail-Adresse oder Passwort ist falsch.",
    user_disabled: "Dieses Konto ist gesperrt. Wenden Sie sich an den Betreiber dieses Dienstes.",
    email_unsuitable: "Geben Sie eine E-Mail-Adresse ein, und zwar eine andere als Ihre jetzige.",
    session_unknown: "Diese Sitzung ist bereits beendet.",
    password_unsuitable: "Verwenden Sie 8 bis 1024 Zeichen ohne Zeilenumbrüche.",
    password_common:
      "Dieses Passwort gehört zu den ersten, die Angreifer ausprobieren. Wählen Sie ein anderes, zum Beispiel vier Wörter ohne Zusammenhang.",
    passkey_refused: "Dieser Passkey hat nicht funktioniert. Melden Sie sich auf andere Weise an.",
    passkey_too_late: "Diese Seite war zu lange geöffnet. Versuchen Sie es erneut.",
    factor_unknown: "Er war bereits entfernt.",
    factor_required: "Ihre Rolle verlangt einen zweiten Faktor. Fügen Sie zuerst einen anderen hinzu.",
    credential_required:
      "Sonst könnten Sie sich nicht mehr anmelden. Legen Sie zuerst ein Passwort fest oder fügen Sie einen weiteren Passkey hinzu.",
  },
  tooManyAttempts: (seconds: number): string =>
    `Zu viele Versuche. Warten Sie ${duration(seconds)}, bevor Sie es erneut versuchen.`,
  otherProblem: "Das hat nicht funktioniert. Versuchen Sie es erneut.",

  errors: {
    indexTitle: "Warum Anfragen abgelehnt werden",
    index: html`Jede Ablehnung nennt ihren Grund in <code>error_uri</code>. Diese Seite führt alle auf, geordnet nach <code>error</code>.`,
    remedy: "Was zu tun ist",
    all: "Alle Gründe",
    forDevelopers: "Diese Erläuterung richtet sich an Entwickler und liegt nur auf Englisch vor.",
  },

  justNow: "gerade eben",

  device: {
    unknown: "Unbekanntes Gerät",
    on: (browser: string, system: string): string => `${browser} unter ${system}`,
  },

  ends: {
    refresh_token_reused:
      "Wir haben diese Sitzung beendet, weil eine zweite Kopie davon benutzt wurde. Wenn Sie das nicht waren, ändern Sie Ihr Passwort.",
    code_reused:
      "Wir haben diese Sitzung beendet, weil eine zweite Kopie davon benutzt wurde. Wenn Sie das nicht waren, ändern Sie Ihr Passwort.",
    session_address_changed:
      "Wir haben diese Sitzung beendet, weil sie plötzlich aus einem anderen Netz benutzt wurde. Wenn Sie das nicht waren, ändern Sie Ihr Passwort.",
    session_refresh_burst:
      "Wir haben diese Sitzung beendet, weil sie weit öfter erneuert wurde, als eine App es braucht.",
    refresh_token_ahead:
      "Wir haben diese Sitzung beendet, als der Dienst aus einer Sicherung wiederhergestellt wurde.",
    administrator: "Diese Sitzung wurde von der Administration beendet.",
    provider_disabled:
      "Wir haben diese Sitzung beendet, weil der Anbieter, mit dem Sie sich angemeldet hatten, hier abgeschaltet wurde.",
    session_displaced:
      "Wir haben diese Sitzung beendet, weil Sie mit dieser App zu viele hatten. Sie war am längsten unbenutzt.",
  },

  history,

  account: {
    title: "Ihr Konto",
    signOut: "Abmelden",
    onThisPage: "Auf dieser Seite",
    thisDevice: "Dieses Gerät",
    newest: "Zurück zur ersten Seite",
    more: "Mehr anzeigen",
    cancel: "Abbrechen",
    lastActive: (time) => html`Zuletzt aktiv: ${time}`,
    signedIn: (time) => html`Angemeldet ${time}`,
    expires: (time) => html`Läuft ${time} ab`,
    sessions: {
      title: "Sitzungen",
      about: "Apps, die mit Ihrem Konto angemeldet sind.",
      none: "Zurzeit ist keine App angemeldet.",
      end: "Sitzung beenden",
      bound: "An dieses Gerät gebunden",
      unseen: (client, device) => `: ${client}, ${device}`,
    },
    ended: {
      title: "Kürzlich beendet",
      about: "Sitzungen der letzten 30 Tage, die Sie nicht selbst beendet haben.",
      at: (time) => html`Beendet ${time}`,
    },
    browsers: {
      title: "Browser",
      about:
        "Diese Browser öffnen Ihre Apps, ohne nach dem Passwort zu fragen. Wenn Sie einen abmelden, enden auch seine Sitzungen.",
      none: "Kein Browser ist angemeldet.",
      unseen: (device, address) => `: ${device}, ${address}`,
    },
    apps: {
      title: "Verbundene Apps",
      about:
        "Apps, denen Sie erlaubt haben, für Sie zu handeln. Wenn Sie den Zugriff entziehen, enden auch ihre Sitzungen.",
      none: "Sie haben keine Apps verbunden.",
      allowed: (time) => html`Erlaubt ${time}`,
      remove: "Zugriff entziehen",
      unseen: (client) => `: ${client}`,
    },
    profile: {
      title: "Profil",
      edit: "Profil bearbeiten",
      row: "Persönliche Angaben",
      aboutRow: "Ihr Name, Ihre Anschrift und andere Angaben für Apps, denen Sie das erlauben.",
      about:
        "Apps bekommen diese Angaben nur, wenn Sie es erlauben. Lassen Sie weg, was Sie nicht weitergeben möchten.",
      groups: { profile: "Über Sie", phone: "Telefon", address: "Postanschrift" },
      labels: {
        name: "Vollständiger Name",
        given_name: "Vorname",
        middle_name: "Zweiter Vorname",
        family_name: "Nachname",
        nickname: "Spitzname",
        preferred_username: "Bevorzugter Benutzername",
        birthdate: "Geburtsdatum",
        gender: "Geschlecht",
        locale: "Sprache",
        zoneinfo: "Zeitzone",
        website: "Website",
        profile: "Profilseite",
        picture: "Bild",
        phone_number: "Telefonnummer",
        "address.street_address": "Straße und Hausnummer",
        "address.postal_code": "Postleitzahl",
        "address.locality": "Ort",
        "address.region": "Bundesland oder Region",
        "address.country": "Land",
        "address.formatted": "Ganze Anschrift, wie auf einem Umschlag",
      },
      rules: {
        text: "Höchstens 200 Zeichen.",
        lines: "Höchstens 1000 Zeichen.",
        url: "Die ganze Adresse, mit https://",
        birthdate: "Wie 1985-12-10, oder nur das Jahr.",
        timeZone: "Aus der Liste, etwa Europe/Berlin.",
        language: "Ein Kürzel wie de oder en-GB.",
        phone: "Am besten mit Landesvorwahl: +49 30 901820",
      },
      verified: "bestätigt",
      verifiedNumber: "Wenn Sie die Nummer ändern, gilt sie nicht mehr als bestätigt.",
      problem: "Es wurde noch nichts gespeichert. Berichtigen Sie die rot markierten Felder.",
      save: "Speichern",
    },
    security: {
      title: "Sicherheit",
      password: "Passwort",
      noPassword: "Sie melden sich ohne an.",
      aboutPassword: "Ein neues Passwort meldet Sie überall außer hier ab.",
      everywhere: "Gerät verloren?",
      aboutEverywhere: "Melden Sie sich überall sonst ab, oder überall einschließlich hier.",
    },
    data: {
      title: "Ihre Daten",
      exportRow: "Daten herunterladen",
      aboutExport: "Alles, was hier über Sie gespeichert ist, als Datei.",
      export: "Herunterladen",
      deleteRow: "Konto löschen",
      aboutDelete: (days) => `Sofort geschlossen, nach ${days} Tagen gelöscht.`,
      delete: "Löschen",
    },
    factors: {
      title: "Anmeldemethoden",
      lead: "Womit Sie außer mit Ihrem Passwort nachweisen, dass Sie es sind.",
      none: "Nur Ihr Passwort schützt Ihr Konto. Fügen Sie einen Passkey hinzu.",
      manage: "Verwalten",
      back: "Zurück zu Ihrem Konto",
    },
    endOthers: {
      title: "Überall sonst abmelden?",
      button: "Überall sonst abmelden",
      stays: "Dieser Browser und die Sitzungen, die er geöffnet hat, bleiben angemeldet.",
    },
    endAll: {
      title: "Überall abmelden?",
      button: "Überall abmelden",
      stays: "Auch dieser Browser wird abgemeldet.",
    },
    willEnd: {
      sessions: (number) => count(number, { one: "1 Sitzung endet", other: "# Sitzungen enden" }),
      browsers: (number) =>
        count(number, { one: "1 Browser wird abgemeldet", other: "# Browser werden abgemeldet" }),
      moreSessions: (number) => `Mehr als ${number} Sitzungen enden`,
      moreBrowsers: (number) => `Mehr als ${number} Browser werden abgemeldet`,
      nothing: "Zurzeit ist sonst nichts angemeldet.",
    },
    ways: providers.account,
    password: {
      title: "Passwort ändern",
      set: "Passwort festlegen",
      aboutSet: "Sie haben noch keines. Sie werden überall außer hier abgemeldet.",
      about: "Sie werden überall außer hier abgemeldet.",
      current: "Aktuelles Passwort",
      wrong: "Falsches Passwort.",
      new: "Neues Passwort",
      rule: "Mindestens 8 Zeichen. Vier Wörter ohne Zusammenhang sind leicht zu merken und schwer zu erraten.",
    },
    notices: {
      session_ended: (sessions) =>
        sessions === 0
          ? "Diese Sitzung war schon beendet."
          : "Sitzung beendet. Die App bemerkt es möglicherweise erst nach einigen Minuten.",
      others_ended: (sessions, browsers) =>
        sessions + browsers === 0
          ? "Sonst war nichts angemeldet."
          : `Sie sind überall sonst abgemeldet. ${endedInWords(sessions, browsers)}`,
      all_ended: (sessions, browsers) => endedInWords(sessions, browsers),
      browser_ended: (sessions, browsers) =>
        sessions + browsers === 0
          ? "Dieser Browser war schon abgemeldet."
          : `Browser abgemeldet.${sessions === 0 ? "" : ` ${sessionsEnded(sessions)}.`}`,
      access_removed: (sessions) =>
        `Zugriff entzogen.${sessions === 0 ? "" : ` ${sessionsEnded(sessions)}.`}`,
      password_changed: () => "Passwort geändert. Sie sind überall sonst abgemeldet.",
      profile_saved: () => "Profil gespeichert.",
      verification_sent: (): string =>
        "Wir haben Ihnen eine E-Mail geschickt. Folgen Sie dem Link darin, um Ihre Adresse zu bestätigen.",
      email_changed: () => "E-Mail-Adresse geändert.",
      passkey_added: () => "Passkey hinzugefügt.",
      passkey_renamed: () => "Name gespeichert.",
      passkey_removed: () => "Passkey entfernt.",
      totp_added: () => "Authenticator-App eingerichtet.",
      totp_removed: () => "Authenticator-App entfernt.",
      ...providers.notices,
    },
  },
};

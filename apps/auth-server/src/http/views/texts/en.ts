/** What the pages say, in English. Every other language has the same keys: a missing one does not compile. */

import type { IdentityScope } from "../../../identity-scopes.js";
import { type Html, html } from "../html.js";
import { deviceGrantEn } from "./en-device-grant.js";
import { history } from "./en-history.js";
import { providers } from "./en-providers.js";
import { secondFactorEn } from "./en-second-factor.js";
import { selfService } from "./en-self-service.js";
import { signUp } from "./en-sign-up.js";
import { counter, durationInWords } from "./numbers.js";
import { passkeysEn } from "./passkeys-en.js";

const language = "en";
const count = counter(language);
const duration = (seconds: number): string => durationInWords(seconds, language);

const sessionsEnded = (sessions: number): string =>
  count(sessions, { one: "1 session ended", other: "# sessions ended" });
const endedInWords = (sessions: number, browsers: number): string =>
  `${sessionsEnded(sessions)}, ${count(browsers, { one: "1 browser signed out", other: "# browsers signed out" })}.`;

export const en = {
  language,
  providers,

  login: {
    title: "Sign in",
    toAccount: "to see your account",
    toAccountPage: "to manage your account",
    toContinue: (client: string): Html => html`to continue to <strong>${client}</strong>`,
    username: "Email address",
    usernameMissing: "Enter your email address",
    password: "Password",
    passwordMissing: "Enter your password",
    show: "Show password",
    hide: "Hide password",
    submit: "Sign in",
    already: (email: string): Html => html`You’re already signed in as <strong>${email}</strong>.`,
    goOn: "Continue",
    another: "Use another account",
    confirm: (email: string): Html =>
      html`You’re signed in as <strong>${email}</strong>. Confirm that it’s you.`,
  },

  selfService,
  signUp,

  deviceGrant: deviceGrantEn,

  consent: {
    title: (client: string): string => `Allow ${client}?`,
    heading: (client: Html): Html => html`Allow ${client}?`,
    /** Beside the scheme or port that it has. */
    local: (address: Html): Html => html`An app on this device (${address})`,
    firstUse: "This app has no access to your account yet.",
    /** An app that no operator has registered; the host is that of its client_id. */
    fromHost: (host: Html): Html =>
      html`The app chose this name itself. All that is known is that it comes from ${host}.`,
    registeredItself: "The app registered itself and chose this name. Nobody has checked it.",
    asks: (app: Html, api: Html): Html => html`${app} wants to act for you at ${api}:`,
    asksWho: (app: Html): Html => html`${app} wants to sign you in with your account here, and to:`,
    granted: "already allowed",
    identity: "Know who you are",
    identityScopes: {
      openid: "Know who you are (your user ID)",
      profile: "See your name and profile details",
      email: "See your email address",
      address: "See your postal address",
      phone: "See your phone number",
      offline_access: "Stay signed in to your account after you sign out here",
    } satisfies Record<IdentityScope, string>,
    lasts: (seconds: number): string => `Each sign-in gives the app access for up to ${duration(seconds)}.`,
    untilRevoked: html`Consent lasts until you revoke it in <a href="/account">your account</a>.`,
    returnTo: (host: Html): Html => html`You’ll return to ${host}.`,
    returnToApp: "You’ll return to the app.",
    allow: "Allow",
    cancel: "Cancel",
    signedInAs: (email: string): string => `Signed in as ${email}.`,
    notYou: "Use another account",
  },

  passkeys: passkeysEn,
  secondFactor: secondFactorEn,

  logout: {
    title: "Sign out",
    heading: "Sign out?",
    signedInAs: (email: string): Html => html`You’re signed in as <strong>${email}</strong>.`,
    appsStay: "You signed in to these apps from this browser. They stay signed in:",
    appsEnd: "You signed in to these apps from this browser. You’ll be signed out of them, too:",
    moreApps: "and others",
    appsToo: "Sign out of these apps too",
    submit: "Sign out",
    stay: "Stay signed in",
    doneTitle: "Signed out",
    done: "You’re signed out",
    appsRemain: html`Apps that you signed in to from this browser stay signed in. You can end their sessions in <a href="/account">your account</a>.`,
    appsEnded:
      "The apps that you signed in to from this browser are signed out, too. An open app may take a few minutes to notice.",
    again: "Sign in again",
    everywhereTitle: "Signed out everywhere",
    everywhere: "You’re signed out everywhere",
    thisBrowserToo: "This browser is signed out, too.",
    delay: "An app that is open may take a few minutes to notice.",
  },

  /** In place of a redirect. */
  goingOn: {
    title: "Just a moment",
    heading: "Just a moment…",
    link: "Continue",
    button: "Continue to the app",
  },

  refusal: {
    nothingThere: {
      title: "Page not found",
      what: "There is nothing at this address. It may be mistyped, incomplete or out of date.",
      now: "Check the address, or go to your account.",
    },
    notForPeople: {
      title: "Nothing to see here",
      what: "This address is for programs. A browser gets nothing from it.",
      now: "If a link in an app led you here, go back to the app and try again.",
    },
    appsFault: {
      title: "This sign-in link doesn’t work",
      what: "The app sent a request that this service can’t accept. Nothing was shared with it.",
      now: "Go back to the app and start again. If that doesn’t help, contact the people who run the app and send them the details below.",
    },
    signInDone: {
      title: "This sign-in is complete",
      what: "You have signed in to the app already, perhaps in another tab. Nothing more was shared with it.",
      now: "Go back to the app. To sign in again, start from there.",
    },
    signInExpired: {
      title: "This sign-in has expired",
      what: "It began too late, or took too long. Nothing was shared with the app.",
      now: "Go back to the app and start again.",
    },
    appDisabled: {
      title: "This app is switched off",
      what: "The people who run this service have switched the app off. Nothing was shared with it.",
      now: "If you need the app, contact the people who run it.",
    },
    pageTooOld: {
      title: "This page has expired",
      what: "It was open for a long time, or you signed in or out in another tab meanwhile. Nothing was changed.",
      now: "Open the page again and repeat what you were doing.",
    },
    noCookies: {
      title: "Cookies are blocked",
      what: "Your browser didn’t send back this page’s cookie. Without it you can’t sign in. Nothing was changed.",
      now: "Allow cookies for this site, then open the page again.",
    },
    tooManyCookies: {
      title: "Too many cookies",
      what: "Your browser sends more cookies to this address than the service can read. They may come from other sites on the same host. Nothing was changed.",
      now: "Clear this site’s cookies in your browser’s settings, or use a private window.",
    },
    linkUnusable: {
      title: "This link no longer works",
      what: "Each link from a mail works once and for a limited time. It may have been used already, or replaced by a newer one.",
      now: "If you have just used it, sign in. Otherwise ask for a new one, or look for the newest mail.",
    },
    busy: {
      title: "Please try again in a moment",
      what: "The service is too busy to answer right now, or is being restarted. You’re still signed in wherever you were.",
      now: "Wait a few seconds, then try again.",
    },
    ourFault: {
      title: "Something went wrong",
      what: "That’s our fault, not yours. The people who run this service can see what happened.",
      now: "Try again. If it happens again, tell the people who run this service and send them the request ID below.",
    },
    other: {
      title: "That didn’t work",
      what: "The service couldn’t do what was asked. Nothing was changed.",
      now: "Go back and try again.",
    },
    whatNow: "What you can do",
    tryAgain: "Try again",
    openAgain: "Open the page again",
    toAccount: "Go to your account",
    details: "Details for support",
    reason: "Reason",
    description: "Description",
    requestId: "Request ID",
    time: "Time",
  },

  /** What a form answers, beside the field where it has one. */
  problems: {
    user_credentials_mismatch: "Incorrect email or password.",
    user_disabled: "This account is disabled. Contact the people who run this service.",
    email_unsuitable: "Enter an email address, other than the one that you have.",
    session_unknown: "This session has already ended.",
    password_unsuitable: "Use 8 to 1024 characters, without line breaks.",
    password_common:
      "This password is one of the first that attackers try. Choose another, such as four unrelated words.",
    passkey_refused: "This passkey didn’t work. Sign in another way.",
    passkey_too_late: "This page was open for too long. Try again.",
    factor_unknown: "It had already been removed.",
    factor_required: "Your role requires a second factor. Add another one first.",
    credential_required: "Nothing else would sign you in. Set a password or add another passkey first.",
  },
  tooManyAttempts: (seconds: number): string => `Too many attempts. Try again in ${duration(seconds)}.`,
  otherProblem: "That didn’t work. Try again.",

  errors: {
    indexTitle: "Why requests are refused",
    index: html`Every refusal names its reason in <code>error_uri</code>. This page lists all of them, grouped by <code>error</code>.`,
    remedy: "What to do",
    all: "All reasons",
    forDevelopers: "",
  },

  /** Of what happened less than a minute ago. */
  justNow: "just now",

  device: {
    unknown: "Unknown device",
    on: (browser: string, system: string): string => `${browser} on ${system}`,
  },

  ends: {
    refresh_token_reused:
      "We ended this session because a second copy of it was in use. If that wasn’t you, change your password.",
    code_reused:
      "We ended this session because a second copy of it was in use. If that wasn’t you, change your password.",
    session_address_changed:
      "We ended this session because it was suddenly used from another network. If that wasn’t you, change your password.",
    session_refresh_burst: "We ended this session because it was renewed far more often than an app needs.",
    refresh_token_ahead: "We ended this session when the service was restored from a backup.",
    administrator: "An administrator ended this session.",
    provider_disabled:
      "We ended this session because the provider that you signed in with was switched off here.",
    session_displaced:
      "We ended this session because you had too many with this app. It was the one unused for longest.",
  },

  history,

  account: {
    title: "Your account",
    signOut: "Sign out",
    onThisPage: "On this page",
    thisDevice: "This device",
    newest: "Back to the first page",
    more: "Show more",
    cancel: "Cancel",
    lastActive: (time: Html): Html => html`Last active ${time}`,
    signedIn: (time: Html): Html => html`Signed in ${time}`,
    expires: (time: Html): Html => html`Expires ${time}`,
    sessions: {
      title: "Sessions",
      about: "Apps that are signed in to your account.",
      none: "No app is signed in right now.",
      end: "End session",
      bound: "Bound to this device",
      unseen: (client: string, device: string): string => `: ${client}, ${device}`,
    },
    ended: {
      title: "Recently ended",
      about: "Sessions of the last 30 days that you didn’t end yourself.",
      at: (time: Html): Html => html`Ended ${time}`,
    },
    browsers: {
      title: "Browsers",
      about:
        "These browsers open your apps without asking for your password. Signing one out ends its sessions, too.",
      none: "No browser is signed in.",
      unseen: (device: string, address: string): string => `: ${device}, ${address}`,
    },
    apps: {
      title: "Connected apps",
      about: "Apps that you allowed to act for you. Removing access ends the app’s sessions, too.",
      none: "You haven’t connected any apps.",
      allowed: (time: Html): Html => html`Allowed ${time}`,
      remove: "Remove access",
      unseen: (client: string): string => `: ${client}`,
    },
    profile: {
      title: "Profile",
      edit: "Edit profile",
      row: "Personal details",
      aboutRow: "Your name, address and other details for apps that you allow to see them.",
      about: "Apps get these details only if you allow it. Leave out what you don’t want to share.",
      groups: { profile: "About you", phone: "Phone", address: "Postal address" },
      labels: {
        name: "Full name",
        given_name: "First name",
        middle_name: "Middle name",
        family_name: "Last name",
        nickname: "Nickname",
        preferred_username: "Preferred user name",
        birthdate: "Date of birth",
        gender: "Gender",
        locale: "Language",
        zoneinfo: "Time zone",
        website: "Website",
        profile: "Profile page",
        picture: "Picture",
        phone_number: "Phone number",
        "address.street_address": "Street and number",
        "address.postal_code": "Postal code",
        "address.locality": "City",
        "address.region": "State or region",
        "address.country": "Country",
        "address.formatted": "Whole address, as on an envelope",
      },
      /** Beside the field; and what is wrong where it was not kept. */
      rules: {
        text: "Use up to 200 characters.",
        lines: "Use up to 1000 characters.",
        url: "The whole address, with https://",
        birthdate: "Like 1985-12-10, or only the year.",
        timeZone: "From the list, such as Europe/London.",
        language: "A code such as en-GB or de.",
        phone: "Best with its country: +44 20 7946 0958",
      },
      verified: "verified",
      verifiedNumber: "If you change the number, it is no longer verified.",
      problem: "Nothing was saved yet. Correct the fields in red.",
      save: "Save",
    },
    security: {
      title: "Security",
      password: "Password",
      noPassword: "You sign in without one.",
      aboutPassword: "A new password signs you out everywhere except here.",
      everywhere: "Lost a device?",
      aboutEverywhere: "Sign out everywhere else, or everywhere including here.",
    },
    data: {
      title: "Your data",
      exportRow: "Download your data",
      aboutExport: "All that is kept about you here, as a file.",
      export: "Download",
      deleteRow: "Delete your account",
      aboutDelete: (days: number): string => `Closed at once, deleted after ${days} days.`,
      delete: "Delete",
    },
    factors: {
      title: "Sign-in methods",
      lead: "What you can prove who you are with, besides your password.",
      none: "Only your password protects your account. Add a passkey.",
      manage: "Manage",
      back: "Back to your account",
    },
    endOthers: {
      title: "Sign out everywhere else?",
      button: "Sign out everywhere else",
      stays: "This browser and the sessions it opened stay signed in.",
    },
    endAll: {
      title: "Sign out everywhere?",
      button: "Sign out everywhere",
      stays: "This browser will be signed out, too.",
    },
    willEnd: {
      sessions: (number: number): string =>
        count(number, { one: "1 session will end", other: "# sessions will end" }),
      browsers: (number: number): string =>
        count(number, { one: "1 browser will be signed out", other: "# browsers will be signed out" }),
      moreSessions: (number: number): string => `More than ${number} sessions will end`,
      moreBrowsers: (number: number): string => `More than ${number} browsers will be signed out`,
      nothing: "Nothing else is signed in right now.",
    },
    ways: providers.account,
    password: {
      title: "Change password",
      set: "Set a password",
      aboutSet: "You have none yet. You’ll be signed out everywhere except here.",
      about: "You’ll be signed out everywhere except here.",
      current: "Current password",
      wrong: "Incorrect password.",
      new: "New password",
      rule: "At least 8 characters. Four unrelated words are easy to remember and hard to guess.",
    },
    notices: {
      session_ended: (sessions: number): string =>
        sessions === 0
          ? "That session had already ended."
          : "Session ended. The app may take a few minutes to notice.",
      others_ended: (sessions: number, browsers: number): string =>
        sessions + browsers === 0
          ? "Nothing else was signed in."
          : `You’re signed out everywhere else. ${endedInWords(sessions, browsers)}`,
      all_ended: (sessions: number, browsers: number): string => endedInWords(sessions, browsers),
      browser_ended: (sessions: number, browsers: number): string =>
        sessions + browsers === 0
          ? "That browser was already signed out."
          : `Browser signed out.${sessions === 0 ? "" : ` ${sessionsEnded(sessions)}.`}`,
      access_removed: (sessions: number): string =>
        `Access removed.${sessions === 0 ? "" : ` ${sessionsEnded(sessions)}.`}`,
      password_changed: (): string => "Password changed. You’re signed out everywhere else.",
      profile_saved: (): string => "Profile saved.",
      verification_sent: (): string => "We’ve sent you a mail. Follow its link to confirm your address.",
      email_changed: (): string => "Email address changed.",
      passkey_added: (): string => "Passkey added.",
      passkey_renamed: (): string => "Name saved.",
      passkey_removed: (): string => "Passkey removed.",
      totp_added: (): string => "Authenticator app set up.",
      totp_removed: (): string => "Authenticator app removed.",
      ...providers.notices,
    },
  },
};

export type Texts = typeof en;

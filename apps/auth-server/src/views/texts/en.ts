/** What the pages say, in English. Every other language has the same keys: a missing one does not compile. */
import { type Html, html } from "../html.js";
import { counter, durationInWords } from "./numbers.js";

const language = "en";
const count = counter(language);
const duration = (seconds: number): string => durationInWords(seconds, language);

export const en = {
  language,

  login: {
    title: "Sign in",
    toAccount: "to see your account",
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

  consent: {
    title: (client: string): string => `Allow ${client}?`,
    heading: (client: Html): Html => html`Allow ${client}?`,
    /** Beside the scheme or port that it has. */
    local: (address: Html): Html => html`An app on this device (${address})`,
    firstUse: "This app has no access to your account yet.",
    asks: (app: Html, api: Html): Html => html`${app} wants to act for you at ${api}:`,
    granted: "already allowed",
    identity: "Know who you are",
    lasts: (seconds: number): string => `Each sign-in gives the app access for up to ${duration(seconds)}.`,
    untilRevoked: html`Consent lasts until you revoke it in <a href="/account">your account</a>.`,
    returnTo: (host: Html): Html => html`You’ll return to ${host}.`,
    returnToApp: "You’ll return to the app.",
    allow: "Allow",
    cancel: "Cancel",
    signedInAs: (email: string): string => `Signed in as ${email}.`,
    notYou: "Use another account",
  },

  logout: {
    title: "Sign out",
    heading: "Sign out?",
    signedInAs: (email: string): Html => html`You’re signed in as <strong>${email}</strong>.`,
    appsStay: "You signed in to these apps from this browser. They stay signed in:",
    moreApps: "and others",
    appsToo: "Sign out of these apps too",
    submit: "Sign out",
    stay: "Stay signed in",
    doneTitle: "Signed out",
    done: "You’re signed out",
    appsRemain: html`Apps that you signed in to from this browser stay signed in. You can end their sessions in <a href="/account">your account</a>.`,
    appsEnded:
      "The apps that you signed in to from this browser are signed out, too. One that is open may take a few minutes to notice.",
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
      now: "Check the address, or go on from your account.",
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
    session_unknown: "This session has already ended.",
    password_unsuitable: "Use 8 to 1024 characters, without line breaks.",
    password_common:
      "This password is one of the first that attackers try. Choose another, such as four unrelated words.",
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

  device: {
    unknown: "Unknown device",
    on: (browser: string, system: string): string => `${browser} on ${system}`,
  },

  ends: {
    refresh_token_reused: "Ended by us: its token was used twice, so a copy of it may be in other hands.",
    code_reused: "Ended by us: its token was used twice, so a copy of it may be in other hands.",
    session_address_changed:
      "Ended by us: it was used from another network, so its token may be in other hands.",
    session_refresh_burst: "Ended by us: it asked for new tokens more often than an app does.",
    refresh_token_ahead: "Ended by us: this service was restored from a backup.",
    administrator: "Ended by an administrator.",
    session_displaced:
      "Ended by us: this app had as many sessions as it may have, and this one was unused for the longest.",
  },

  account: {
    title: "Your account",
    signOut: "Sign out",
    sessions: "Where you are signed in",
    noSessions: "No app is signed in.",
    ended: "Ended for you",
    browsers: "Browsers that are signed in",
    aboutBrowsers:
      "Each of them opens apps in your name without a password. Ending one ends the sessions that it opened, too.",
    everywhere: "Sign out everywhere",
    aboutEverywhere:
      "“End all others” leaves this browser and the sessions that it opened. “End all” leaves nothing: this browser is signed out, too.",
    endOthers: "End all others",
    endAll: "End all",
    apps: "Connected apps",
    noApps: "You have not let any app act in your name.",
    changePassword: "Change password",
    currentPassword: "Current password",
    newPassword: html`New password <span class="soft">(8 characters or more)</span>`,
    aboutPassword: "Everything else that is signed in with the old one ends.",
    fromAddress: (address: string): string => `from ${address}`,
    browserAddress: (address: string): string => `From ${address}`,
    sessionTimes: (signedIn: Html, lastUsed: Html, expires: Html): Html =>
      html`Signed in ${signedIn} · last used ${lastUsed} · expires ${expires}`,
    browserTimes: (signedIn: Html, expires: Html): Html => html`Signed in ${signedIn} · until ${expires}`,
    endSession: (client: string, device: string): Html =>
      html`End session<span class="unseen"> of ${client} on ${device}</span>`,
    endBrowser: (device: string, address: string): Html =>
      html`End<span class="unseen"> ${device} from ${address}</span>`,
    thisBrowser: "this browser",
    newest: "Newest",
    older: "Older",
    onDevice: (device: string): string => `on ${device}`,
    allowedAt: (at: Html): Html => html`Allowed ${at}`,
    withdraw: (client: string): Html => html`Withdraw access<span class="unseen"> of ${client}</span>`,
    withdrawn: "Withdrawn. The app asks anew when it wants to come back.",
    passwordChanged: "The password is changed, and everything else is signed out.",
    sessionsEnded: (sessions: number): string =>
      count(sessions, { one: "One session ended.", other: "# sessions ended." }),
    browsersEnded: (browsers: number): string =>
      count(browsers, { one: "One browser is signed out.", other: "# browsers are signed out." }),
  },
};

export type Texts = typeof en;

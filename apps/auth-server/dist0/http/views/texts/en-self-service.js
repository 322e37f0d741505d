/** What the pages say on which people recover, move, close and take away their account, in English. */
import { html } from "../html.js";
import { durationInWords } from "./numbers.js";
const duration = (seconds) => durationInWords(seconds, "en");
const months = (count) => count === 0
    ? "for as long as this service keeps its log"
    : count === 1
        ? "for a month"
        : `for ${count} months`;
export const selfService = {
    reset: {
        forgot: "Forgot your password?",
        title: "Choose a new password",
        about: "Enter your email address. You get a mail with a link that lets you choose a new password.",
        submit: "Send the link",
        sentTitle: "Check your mail",
        sent: (email) => html `If there is an account with <strong>${email}</strong>, a mail with a link is on its way.`,
        lasts: (seconds) => `The link works once, for ${duration(seconds)}.`,
        nothingCame: "Nothing came? Look in the spam folder and check the address for typos. You can ask again after a minute.",
        again: "Try another address",
        toLogin: "Back to sign-in",
        newTitle: "Choose a new password",
        for: (email) => html `For <strong>${email}</strong>.`,
        ends: "You’ll be signed out everywhere else.",
        save: "Save and sign in",
        revertTitle: "Take your account back",
        revert: (email) => html `The account gets its former address again, <strong>${email}</strong>, and the new password that you choose here. Everybody is signed out of it.`,
        taken: "Meanwhile this address belongs to another account. Contact the people who run this service.",
    },
    closed: {
        title: "Your account is closed",
        until: (time) => html `It will be deleted on ${time}, as you asked. Until then you can keep it.`,
        kept: "What was signed in stays signed out.",
        keep: "Keep my account",
        leave: "Leave it closed",
    },
    email: {
        row: "Email address",
        change: "Change",
        verified: "verified",
        title: "Change email address",
        about: (email) => html `You sign in with <strong>${email}</strong>. You get a mail at the new address; it counts as soon as you follow the link in it.`,
        new: "New email address",
        submit: "Send the link",
        sentTitle: "Check your mail",
        sent: (email) => html `A mail is on its way to <strong>${email}</strong>. Follow its link in this browser. Until then, your address stays as it is.`,
        nothingCame: "Nothing came? Look in the spam folder and check the address for typos. You can ask again after a minute.",
        toAccount: "To your account",
        confirmTitle: "Use this address?",
        confirm: (email, old) => html `From now on you sign in with <strong>${email}</strong> instead of <strong>${old}</strong>.`,
        confirmButton: "Use this address",
        signInFirst: "To change its address, sign in to your account first. Then open the link in the mail again.",
        signIn: "Sign in",
        taken: "Meanwhile this address belongs to another account. Your address stays as it is.",
    },
    export: {
        title: "Download your data",
        about: "A JSON file with your profile, sessions, signed-in browsers, connected apps, ways to sign in, and what the log says about you. Passwords and keys are not in it.",
        submit: "Download",
    },
    deletion: {
        title: "Delete your account?",
        button: "Delete my account",
        at: (days) => `Your account is closed at once: you and your apps are signed out, and no app can sign you in any more.` +
            ` After ${days} days it is deleted. Until then you can keep it by signing in.`,
        goes: "Your profile, your ways to sign in, your sessions and what you allowed apps to do are deleted.",
        stays: (auditMonths) => `The log of what happened, with your user ID and the network addresses you used, but without your name and email address, stays ${months(auditMonths)}. Apps keep what they know about you: ask the people who run them.`,
        doneTitle: "Your account is closed",
        done: (time) => html `It will be deleted on ${time}. To keep it, sign in before then.`,
        again: "Sign in",
    },
};
//# sourceMappingURL=en-self-service.js.map
/** The pages on which people make an account and prove their address, in English. */
import { html } from "../html.js";
export const signUp = {
    question: "New here?",
    title: "Create an account",
    toStart: "You get a mail with a link to go on.",
    email: "Email address",
    emailMissing: "Enter your email address",
    emailUnsuitable: "This isn’t an email address. Check it for typos.",
    send: "Send link",
    have: "Already have an account?",
    signIn: "Sign in",
    sent: {
        title: "Check your mail",
        what: (email) => html `We’ve sent a mail to <strong>${email}</strong>. Follow the link in it to go on.`,
        nothing: "Nothing came? Look in the spam folder and check the address for typos. You can ask again after a minute.",
        again: "Ask again",
    },
    finish: {
        about: (email) => html `For <strong>${email}</strong>`,
        aboutAnd: (email, client) => html `For <strong>${email}</strong>, to continue to <strong>${client}</strong>`,
        replaces: (email) => html `You’re signed in as <strong>${email}</strong>. Creating this account signs you out of that one.`,
        notYours: "Not your address? Then somebody else sent you this link. Close the page.",
        name: "Your name",
        optional: "optional",
        password: "Choose a password",
    },
    taken: {
        title: "You already have an account",
        what: (email) => html `There is already an account for <strong>${email}</strong>. Nothing was changed.`,
    },
    verify: {
        ask: "Confirm",
        unseen: (email) => `: ${email}`,
        title: "Confirm your address",
        is: (email) => html `Is <strong>${email}</strong> your email address?`,
        consequence: "Confirm it, so that your apps can rely on it.",
        notYours: "If you have no account here, close the page.",
        confirm: "Confirm address",
        doneTitle: "Address confirmed",
        done: (email) => html `<strong>${email}</strong> is confirmed as your address.`,
    },
};
//# sourceMappingURL=en-sign-up.js.map
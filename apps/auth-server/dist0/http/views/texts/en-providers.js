/** About other OpenID providers, in English. */
import { html } from "../html.js";
export const providers = {
    or: "Sign in another way",
    continueWith: (name) => `Continue with ${name}`,
    thisProvider: "the other provider",
    backToSignIn: "Back to sign-in",
    backToAccount: "Back to your account",
    problems: {
        provider_unknown: {
            title: "This way to sign in is gone",
            what: () => "It was switched off or removed.",
            now: "Sign in another way.",
        },
        provider_unreachable: {
            title: "Can’t reach the other provider",
            what: (name) => `Right now, you can’t sign in with ${name}. It doesn’t answer, or not as it should.`,
            now: "Sign in another way, or try again in a minute.",
        },
        provider_refused: {
            title: "You’re not signed in",
            what: (name) => `You cancelled, or ${name} didn’t let you continue.`,
            now: "Try again, or sign in another way.",
        },
        provider_answer_invalid: {
            title: "That didn’t work",
            what: (name) => `What came back from ${name} doesn’t prove who you are.`,
            now: "Try again. If it happens again, tell the people who run this service.",
        },
        provider_answer_unexpected: {
            title: "This sign-in has expired",
            what: () => "It took too long, was already used, or wasn’t started in this browser. You can’t continue from here.",
            now: "Start again. If a link from somebody else led you here, don’t use it.",
        },
        provider_request_too_long: {
            title: "That didn’t work",
            what: (name) => `The app’s request is too long to be kept while you sign in with ${name}.`,
            now: "Sign in another way, or go to your account first and open the app afterwards.",
        },
        provider_authentication_old: {
            title: "Please confirm that it’s you",
            what: (name) => `The app wants you to sign in anew, but ${name} didn’t ask you to, or doesn’t say when it last did.`,
            now: "Sign out there and try again, or sign in another way.",
        },
        identity_unknown: {
            title: "No account is linked",
            what: (name) => `No account here is linked with your account at ${name}.`,
            now: "If you have an account here, sign in as you usually do, then link the two in your account under “Other ways to sign in”. If you don’t have one, ask the people who run this service.",
        },
        identity_address_taken: {
            title: "You may already have an account",
            what: (name) => `An account for the address that ${name} gave us can’t be created. If you already have one, it isn’t linked yet.`,
            now: "Sign in as you usually do, then link the two in your account under “Other ways to sign in”.",
        },
        identity_address_missing: {
            title: "Your email address is missing",
            what: (name) => `An account here needs an email address, and ${name} didn’t give us one.`,
            now: "Add an address there or allow it to be shared, then try again.",
        },
        user_disabled: {
            title: "This account is disabled",
            what: () => "The people who run this service have disabled your account.",
            now: "If you need it, contact them.",
        },
    },
    account: {
        title: "Other ways to sign in",
        about: "Accounts elsewhere that you can sign in with.",
        linked: (time) => html `Linked ${time}`,
        used: (time) => html `Last used ${time}`,
        notLinked: "Not linked",
        link: "Link",
        unlink: "Unlink",
        unseen: (name) => `: ${name}`,
    },
    confirm: {
        title: (name) => `Link ${name}?`,
        about: (who, name) => html `From now on, whoever signs in at ${name} as ${who} is signed in to your account here.`,
        own: "Continue only if that’s your own account.",
        nobody: "somebody who hasn’t told us an address",
        submit: "Link",
    },
    notices: {
        identity_linked: () => "Linked. You can sign in with it from now on.",
        identity_unlinked: () => "Unlinked. It no longer signs you in.",
        identity_last: () => "That’s your only way to sign in. Set a password first, then you can unlink it.",
        identity_taken: () => "That account is already linked with another one here.",
    },
};
//# sourceMappingURL=en-providers.js.map
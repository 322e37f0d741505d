/** About other OpenID providers, in English. */
import { type Html } from "../html.js";
export declare const providers: {
    or: string;
    continueWith: (name: string) => string;
    thisProvider: string;
    backToSignIn: string;
    backToAccount: string;
    problems: {
        provider_unknown: {
            title: string;
            what: () => string;
            now: string;
        };
        provider_unreachable: {
            title: string;
            what: (name: string) => string;
            now: string;
        };
        provider_refused: {
            title: string;
            what: (name: string) => string;
            now: string;
        };
        provider_answer_invalid: {
            title: string;
            what: (name: string) => string;
            now: string;
        };
        provider_answer_unexpected: {
            title: string;
            what: () => string;
            now: string;
        };
        provider_request_too_long: {
            title: string;
            what: (name: string) => string;
            now: string;
        };
        provider_authentication_old: {
            title: string;
            what: (name: string) => string;
            now: string;
        };
        identity_unknown: {
            title: string;
            what: (name: string) => string;
            now: string;
        };
        identity_address_taken: {
            title: string;
            what: (name: string) => string;
            now: string;
        };
        identity_address_missing: {
            title: string;
            what: (name: string) => string;
            now: string;
        };
        user_disabled: {
            title: string;
            what: () => string;
            now: string;
        };
    };
    account: {
        title: string;
        about: string;
        linked: (time: Html) => Html;
        used: (time: Html) => Html;
        notLinked: string;
        link: string;
        unlink: string;
        unseen: (name: string) => string;
    };
    confirm: {
        title: (name: string) => string;
        about: (who: Html, name: string) => Html;
        own: string;
        nobody: string;
        submit: string;
    };
    notices: {
        identity_linked: () => string;
        identity_unlinked: () => string;
        identity_last: () => string;
        identity_taken: () => string;
    };
};

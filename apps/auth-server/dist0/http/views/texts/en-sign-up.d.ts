/** The pages on which people make an account and prove their address, in English. */
import { type Html } from "../html.js";
export declare const signUp: {
    question: string;
    title: string;
    toStart: string;
    email: string;
    emailMissing: string;
    emailUnsuitable: string;
    send: string;
    have: string;
    signIn: string;
    sent: {
        title: string;
        what: (email: string) => Html;
        nothing: string;
        again: string;
    };
    finish: {
        about: (email: string) => Html;
        aboutAnd: (email: string, client: string) => Html;
        replaces: (email: string) => Html;
        notYours: string;
        name: string;
        optional: string;
        password: string;
    };
    taken: {
        title: string;
        what: (email: string) => Html;
    };
    verify: {
        ask: string;
        unseen: (email: string) => string;
        title: string;
        is: (email: string) => Html;
        consequence: string;
        notYours: string;
        confirm: string;
        doneTitle: string;
        done: (email: string) => Html;
    };
};
export type SignUpTexts = typeof signUp;

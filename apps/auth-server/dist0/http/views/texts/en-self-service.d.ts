/** What the pages say on which people recover, move, close and take away their account, in English. */
import { type Html } from "../html.js";
export declare const selfService: {
    reset: {
        forgot: string;
        title: string;
        about: string;
        submit: string;
        sentTitle: string;
        sent: (email: string) => Html;
        lasts: (seconds: number) => string;
        nothingCame: string;
        again: string;
        toLogin: string;
        newTitle: string;
        for: (email: string) => Html;
        ends: string;
        save: string;
        revertTitle: string;
        revert: (email: string) => Html;
        taken: string;
    };
    closed: {
        title: string;
        until: (time: Html) => Html;
        kept: string;
        keep: string;
        leave: string;
    };
    email: {
        row: string;
        change: string;
        verified: string;
        title: string;
        about: (email: string) => Html;
        new: string;
        submit: string;
        sentTitle: string;
        sent: (email: string) => Html;
        nothingCame: string;
        toAccount: string;
        confirmTitle: string;
        confirm: (email: string, old: string) => Html;
        confirmButton: string;
        signInFirst: string;
        signIn: string;
        taken: string;
    };
    export: {
        title: string;
        about: string;
        submit: string;
    };
    deletion: {
        title: string;
        button: string;
        at: (days: number) => string;
        goes: string;
        stays: (auditMonths: number) => string;
        doneTitle: string;
        done: (time: Html) => Html;
        again: string;
    };
};

/** What the pages say about second factors, in English. */
import { type Html } from "../html.js";
export declare const secondFactorEn: {
    title: string;
    signingIn: (email: string) => Html;
    code: string;
    codeRule: string;
    codeWrong: string;
    codeUsed: string;
    submit: string;
    lost: string;
    recoveryCode: string;
    recoveryRule: string;
    recoveryCodeWrong: string;
    useRecoveryCode: string;
    another: string;
    decline: string;
    recovered: string;
    remaining: (codes: number) => string;
    afterRecovery: string;
    goOn: string;
    toFactors: string;
    /** Setting up an authenticator app. */
    others: string;
    totp: {
        on: string;
        row: string;
        about: string;
        setUp: string;
        replace: string;
        remove: string;
        title: string;
        needed: (client: Html) => Html;
        replaces: string;
        scan: string;
        qrCode: string;
        byHand: string;
        open: string;
        key: string;
        enter: string;
        confirm: string;
        wrong: string;
    };
    recoveryCodes: {
        row: string;
        about: (codes: number) => string;
        renew: string;
        title: string;
        keep: string;
        old: string;
        done: string;
    };
};

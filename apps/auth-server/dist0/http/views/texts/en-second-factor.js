/** What the pages say about second factors, in English. */
import { html } from "../html.js";
import { counter } from "./numbers.js";
const count = counter("en");
export const secondFactorEn = {
    title: "Confirm that it’s you",
    signingIn: (email) => html `You’re signing in as <strong>${email}</strong>.`,
    code: "Code from your authenticator app",
    codeRule: "Enter the six digits that the app shows.",
    codeWrong: "Wrong code. Enter the one that the app shows now.",
    codeUsed: "This code was used before. Wait until the app shows the next one.",
    submit: "Continue",
    lost: "I can’t use my usual way",
    recoveryCode: "Recovery code",
    recoveryRule: "Sixteen letters and digits, which you were given with your first second factor. Each is good once.",
    recoveryCodeWrong: "Wrong recovery code, or one that was used before.",
    useRecoveryCode: "Use the recovery code",
    another: "Use another account",
    decline: "Go back without",
    recovered: "Recovery code accepted",
    remaining: (codes) => codes === 0
        ? "That was your last recovery code."
        : count(codes, { one: "1 recovery code is left.", other: "# recovery codes are left." }),
    afterRecovery: "If you lost your authenticator app or passkey, remove it in your account and set up another.",
    goOn: "Continue",
    toFactors: "Ways to sign in",
    /** Setting up an authenticator app. */
    others: "Other ways",
    totp: {
        on: "set up",
        row: "Authenticator app",
        about: "An app on your phone shows six digits, which you enter after your password.",
        setUp: "Set up",
        replace: "Set up anew",
        remove: "Remove",
        title: "Set up an authenticator app",
        needed: (client) => html `${client} wants a second factor beside your password. Set one up to continue.`,
        replaces: "This replaces the app that you set up before.",
        scan: "Scan this code with your authenticator app.",
        qrCode: "QR code for your authenticator app",
        byHand: "Can’t scan it?",
        open: "Open the authenticator app on this device",
        key: "Or type this key into the app:",
        enter: "Enter the six digits that the app shows",
        confirm: "Confirm",
        wrong: "Wrong code. Enter the one that the app shows now; check that your phone’s clock is right.",
    },
    recoveryCodes: {
        row: "Recovery codes",
        about: (codes) => count(codes, {
            one: "1 is left. Each signs you in once if you lose your other second factors.",
            other: "# are left. Each signs you in once if you lose your other second factors.",
        }),
        renew: "Get new codes",
        title: "Your recovery codes",
        keep: "Each signs you in once if you lose your other second factors. Print them or keep them in a password manager: they aren’t shown again.",
        old: "The codes that you had before don’t work any more.",
        done: "I have kept them",
    },
};
//# sourceMappingURL=en-second-factor.js.map
import { notices } from "./en-notices.js";
export const en = {
    language: "en",
    footer: (name) => `${name} sent this mail by itself; nobody reads answers to it.`,
    copyLink: "If the button does not work, copy this address into your browser:",
    kinds: {
        sign_up: ({ name, lasts }) => ({
            subject: `Finish your sign-up at ${name}`,
            before: [`Somebody, probably you, wants to make an account at ${name} with this email address.`],
            button: "Finish sign-up",
            after: [
                `The link works once, for ${lasts}.`,
                "If it was not you, ignore this mail: without the link no account is made.",
            ],
        }),
        already_registered: ({ name, issuer }) => ({
            subject: `You already have an account at ${name}`,
            before: [
                `Somebody, probably you, wanted to use this email address for an account at ${name}. It already has one, so nothing was changed.`,
            ],
            button: "Sign in",
            after: [
                `If you have forgotten your password, choose a new one: ${issuer}/reset`,
                "If it was not you, ignore this mail.",
            ],
        }),
        invitation: ({ name, lasts }) => ({
            subject: `You are invited to ${name}`,
            before: [`You are invited to make an account at ${name} with this email address.`],
            button: "Accept invitation",
            after: [`The link works once, for ${lasts}. If you did not expect it, ignore this mail.`],
        }),
        email_verification: ({ name, lasts }) => ({
            subject: `Confirm your email address for ${name}`,
            before: [`Confirm that this email address is yours, so that ${name} can rely on it.`],
            button: "Confirm address",
            after: [`The link works once, for ${lasts}. If you have no account at ${name}, ignore this mail.`],
        }),
        email_change: ({ name, lasts }) => ({
            subject: `Confirm your new email address for ${name}`,
            before: [`This is to become the email address of an account at ${name}.`],
            button: "Confirm new address",
            after: [
                `The link works once, for ${lasts}. Until then the account keeps its old address.`,
                "If it was not you who asked for this, ignore this mail.",
            ],
        }),
        email_changed: ({ name, lasts, link }) => ({
            subject: `The email address of your account at ${name} was changed`,
            before: [
                `Your account at ${name} now has another email address. This mail is the last one to the old one.`,
                link === null
                    ? "If it was not you, tell whoever runs the service right away: somebody else may have your account."
                    : "If it was you, there is nothing to do. If not, somebody else may have your account: take it back.",
            ],
            ...(link !== null && {
                button: "Take my account back",
                after: [
                    `The link works once, for ${lasts}. The account gets this address again, you choose a new password, and everybody is signed out of it.`,
                ],
            }),
        }),
        password_reset: ({ name, lasts }) => ({
            subject: `Choose a new password for ${name}`,
            before: [`Somebody, probably you, has forgotten the password of your account at ${name}.`],
            button: "Choose a new password",
            after: [
                `The link works once, for ${lasts}. A new password signs you out everywhere else.`,
                "If it was not you, ignore this mail: your password stays as it is.",
            ],
        }),
        deletion_requested: ({ name, issuer, time, values }) => ({
            subject: `Your account at ${name} will be deleted`,
            before: [
                `You asked for your account at ${name} to be deleted. That happens on ${time(values.at)}.`,
                `Until then you can keep it: sign in at ${issuer}/account and cancel the deletion.`,
                "If it was not you, do so right away, and change your password.",
            ],
        }),
        deletion_cancelled: ({ name }) => ({
            subject: `Your account at ${name} stays`,
            before: [`Your account at ${name} will not be deleted after all.`],
        }),
        test: ({ name }) => ({
            subject: `${name} can send mails`,
            before: ["An operator sent this mail to see whether mails arrive. This one did."],
        }),
    },
    notices,
};
//# sourceMappingURL=en.js.map
/** What security notices say, in English. */
import { en } from "../../http/views/texts/en.js";
import { counter } from "../../http/views/texts/numbers.js";
const count = counter("en");
export const notices = {
    events: en.history.events,
    ends: en.ends,
    factors: en.history.factors,
    subject: (title, name) => `${title}: your account at ${name}`,
    subjectOfMany: (number, name) => count(number, {
        one: `A security notice about your account at ${name}`,
        other: `# security notices about your account at ${name}`,
    }),
    about: (name) => `This happened to your account at ${name}:`,
    byAdministrator: "by an administrator",
    from: (address, device) => [
        ...(address === undefined ? [] : [`from ${address}`]),
        ...(device === null ? [] : [`with ${device}`]),
    ].join(" "),
    device: en.device.on,
    more: (number) => count(number, { one: "And once more.", other: "And # more times." }),
    button: "See your account’s history",
    ifYou: "If it was you, there is nothing to do.",
    ifNotYou: (issuer) => `If it was not you, change your password right away: ${issuer}/account/password – that signs everybody else out. If you can no longer sign in, choose a new one: ${issuer}/reset`,
    ifUnexpected: "If you do not know why, ask whoever runs the service.",
};
//# sourceMappingURL=en-notices.js.map
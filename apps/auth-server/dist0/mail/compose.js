/** No mail can go to such an address, and nodemailer would make another of it. */
const unsendable = /[<>\s\p{Cc}]/u;
/**
 * Addresses are objects: a string would be parsed, and one with a comma in it would become two recipients. The header says
 * that no one answers it by machine (RFC 3834).
 *
 * @throws an error as nodemailer's for a recipient that it refuses itself
 */
export function compose(message, issuer) {
    if (unsendable.test(message.to))
        throw Object.assign(new Error("no mail can go to such an address"), {
            code: "EENVELOPE",
            command: "API",
        });
    const to = { name: "", address: message.to };
    return {
        from: message.from,
        to,
        envelope: { from: message.from.address, to: [to] },
        date: message.date,
        messageId: `<${message.id}@${new URL(issuer).hostname}>`,
        headers: {
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": message.language,
        },
        subject: message.subject,
        text: message.text,
        html: message.html,
        disableFileAccess: true,
        disableUrlAccess: true,
    };
}
//# sourceMappingURL=compose.js.map
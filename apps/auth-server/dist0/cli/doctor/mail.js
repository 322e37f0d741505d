/** Checks that mails leave: the mail server is asked, and the outbox looked at. */
import { isLoopbackHost } from "../../shared/index.js";
import { openOutlet } from "../../mail/outlet.js";
import { error, ok, warning } from "./finding.js";
/** Whether mails could be sent now; null: they could, or none are. */
export async function askMailServer({ mail, issuer }) {
    if (mail === null)
        return null;
    const outlet = await openOutlet(mail, issuer);
    return outlet.verify().finally(() => outlet.close());
}
const hour = 3600;
export const mailChecks = [
    ({ config: { mail, issuer }, problem }) => {
        if (mail === null)
            return ok("mail_server", "No mails are sent, so nobody can reset a password or sign up: SMTP_URL is not set.");
        if (problem !== null) {
            const said = problem.answer === undefined ? "" : `: ${problem.answer}`;
            return error("mail_server", `Mails cannot be sent: the mail server ${problem.problem}${said}`, "Correct SMTP_URL, or the mail server. Until then mails wait, for three days at most.");
        }
        if (!mail.url.startsWith("file:"))
            return ok("mail_server", "The mail server answers. To see whether a mail arrives: regrant mail test <address>");
        return isLoopbackHost(new URL(issuer).hostname)
            ? ok("mail_server", "Mails are written to the directory in SMTP_URL.")
            : warning("mail_server", "SMTP_URL is a directory: nobody gets any mail.", "Set it to a mail server, like smtps://user:password@mail.example.com.");
    },
    ({ config: { mail }, outbox }) => {
        if (outbox === null || mail === null)
            return [];
        if (outbox.givenUp > 0)
            return warning("outbox", `Mails that were given up: ${outbox.givenUp}.`, "See why with regrant mail list --failed; regrant mail retry has them sent again.");
        return outbox.waitingSeconds > hour
            ? warning("outbox", `A mail has waited for ${Math.floor(outbox.waitingSeconds / hour)} hours.`, "See why with regrant mail list.")
            : ok("outbox", "No mail waits for long.");
    },
];
//# sourceMappingURL=mail.js.map
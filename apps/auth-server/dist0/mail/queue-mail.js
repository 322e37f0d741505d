/** Puts a mail into the outbox. `jobs/send-mails.ts` sends it; no request waits for a mail server. */
import { randomUUID } from "node:crypto";
import { seal, unseal } from "../sealing.js";
import { linkSecondsOf } from "./kinds.js";
import { insertMail } from "./mails.sql.js";
/** Queue a mail, in the caller's transaction if `db` is one. Asks no limit: see `takeMailTurn`. */
export async function queueMail(db, secrets, { kind, userId, ...content }) {
    const id = randomUUID();
    await insertMail(db, {
        id,
        kind,
        userId,
        content: seal(secrets, "mail", id, JSON.stringify(content)),
        lifeSeconds: linkSecondsOf(kind),
    });
}
/** @returns null if no entry of `SECRETS` opens it any more */
export function openMail(secrets, id, sealed) {
    const opened = unseal(secrets, "mail", id, sealed);
    return opened === null ? null : JSON.parse(opened);
}
//# sourceMappingURL=queue-mail.js.map
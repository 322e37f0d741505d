/** What passkeys need of the process, and how an answer is refused. */
import { OAuthError } from "../shared/index.js";
import { judgeChallenge } from "./challenges.js";
import { challengeIn } from "./passkey-answers.js";
const descriptions = {
    passkey_too_late: "This page was open for too long. Try again.",
    user_disabled: "The user is disabled.",
};
export const refusing = ({ db, auditRefusal, background }, origin) => (problem, about = {}, reason = "passkey_refused") => {
    const { userId, id } = about;
    const words = problem instanceof Error ? problem.message.slice(0, 300) : problem;
    const detail = { kind: "passkey", ...(id !== undefined && { id }), problem: words };
    const who = userId !== undefined && { userId };
    background.add(auditRefusal(db, { event: "factor.refused", reason, ...who, ...origin, detail }, userId), "a refused passkey could not be audited");
    const description = descriptions[reason] ?? "This passkey proves nothing here.";
    return new OAuthError("invalid_grant", description, { reason, cause: problem });
};
/** Whatever goes wrong in reading or verifying an answer is the answer's fault. */
export async function orRefuse(refuse, work, about) {
    try {
        return await work();
    }
    catch (error) {
        throw error instanceof OAuthError ? error : refuse(error, about);
    }
}
/** @throws {OAuthError} unless this server asked for it, on this page, for this use. @returns the challenge in base64url */
export function checkChallenge({ secrets, now }, refuse, clientDataJSON, use) {
    const challenge = challengeIn(clientDataJSON);
    const judged = judgeChallenge(secrets, Buffer.from(challenge, "base64url"), use, now());
    if (judged === "good")
        return challenge;
    const about = use.userId === null ? {} : { userId: use.userId };
    if (judged === "expired")
        throw refuse("the challenge is more than ten minutes old", about, "passkey_too_late");
    throw refuse("the challenge is none of this page's", about);
}
//# sourceMappingURL=passkey-room.js.map
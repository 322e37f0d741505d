/**
 * Limits on password guessing (docs/adr/0005-password-guessing.md): growing delays per account and network, and a
 * budget for each account and each network; never a lockout. Stored in PostgreSQL, so that replicas agree.
 */
import { hash } from "node:crypto";
import { OAuthError } from "../shared/index.js";
import { acceptGuess, cancelGuess, reserveGuess } from "./sign-in-limits.sql.js";
export function createSignInLimits(db) {
    const underWay = new Map();
    return (guess, verify) => {
        if (guess.password === undefined)
            return makeGuess(db, guess, verify);
        // A form submitted twice is one guess, so that copies do not use up free guesses.
        const same = sha256(JSON.stringify([guess.account, guess.network, guess.credentialVersion, guess.password]));
        const made = underWay.get(same) ?? makeGuess(db, guess, verify).finally(() => underWay.delete(same));
        underWay.set(same, made);
        return made;
    };
}
async function makeGuess(db, { account, network, budget = "password", isProof = true }, verify) {
    const name = account.toLowerCase();
    const reserved = await reserveGuess(db, {
        pair: sha256(`pair ${name} ${network}`),
        account: sha256(`account ${name}`),
        network: sha256(`network ${network}`),
        budget,
    });
    if (typeof reserved === "number")
        throw tooMany(reserved);
    const fits = await verify().catch(async (error) => {
        await cancelGuess(db, reserved);
        throw error;
    });
    if (fits)
        await (isProof ? acceptGuess : cancelGuess)(db, reserved);
    return fits;
}
/** Keeps e-mail addresses out of the table. */
const sha256 = (text) => hash("sha256", text, "base64url");
const tooMany = (milliseconds) => new OAuthError("too_many_requests", "There were too many attempts. Wait a little, then try again.", {
    reason: "too_many_sign_ins",
    headers: { "retry-after": String(Math.max(1, Math.ceil(milliseconds / 1000))) },
});
//# sourceMappingURL=sign-in-limits.js.map
/** Limits guesses at codes, and audits those that are wrong. */
import { OAuthError } from "../shared/index.js";
import { networkOf } from "../http/address-prefix.js";
/**
 * Whoever gets this far knows the password, so a right password must not give guesses back: each kind of code has counts of
 * its own.
 *
 * @param consume uses the code up if it is right; returns why it is refused, or null
 * @throws {OAuthError} invalid_grant, too_many_requests
 */
export async function guessFactor({ db, makeGuess, auditRefusal }, { userId, kind, origin }, consume) {
    const faults = [];
    const guess = {
        account: `${kind} of user ${userId}`,
        network: networkOf(origin.address),
        budget: kind === "totp" ? "code" : "password",
    };
    const isRight = await makeGuess(guess, async () => {
        const fault = await consume();
        if (fault !== null)
            faults.push(fault);
        return fault === null;
    });
    if (isRight)
        return;
    const reason = faults[0] ?? "factor_code_mismatch";
    await auditRefusal(db, { event: "factor.refused", reason, userId, detail: { kind }, ...origin }, userId);
    throw new OAuthError("invalid_grant", messages[reason], { reason });
}
const messages = {
    factor_code_mismatch: "The code is wrong.",
    factor_code_used: "The code was used before.",
};
//# sourceMappingURL=guess-factor.js.map
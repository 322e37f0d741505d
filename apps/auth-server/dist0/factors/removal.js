/** What holds for the removal of any factor. */
import { OAuthError } from "../shared/index.js";
import { canSignIn, findFactors, needsSecondFactor } from "./factors.sql.js";
export const factorUnknown = () => new OAuthError("invalid_request", "The user has no such second factor.", {
    reason: "factor_unknown",
    status: 404,
});
/**
 * In the transaction in which users have removed a factor of their own, under their row's lock: of two who remove each
 * other's last, one is refused.
 *
 * @throws {OAuthError} if they may not do without it
 */
export async function checkWhatRemains(tx, { id, roles }, requireMfaRoles) {
    if (roles.some((role) => requireMfaRoles.includes(role)) && !needsSecondFactor(await findFactors(tx, id)))
        throw new OAuthError("invalid_request", "Your role requires a second factor. Add another one first.", {
            reason: "factor_required",
        });
    if (!(await canSignIn(tx, id)))
        throw new OAuthError("invalid_request", "Nothing else would sign you in. Set a password first.", {
            reason: "credential_required",
        });
}
//# sourceMappingURL=removal.js.map
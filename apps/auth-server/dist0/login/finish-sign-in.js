/** The end of every way to sign in: by password, passkey, another provider, a link in a mail. */
import { OAuthError } from "../shared/index.js";
import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { pathTo, pathToPage, withoutLogin } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { sendOn } from "../http/send-page.js";
import { forgetHalfSignIn, keepHalfSignIn } from "../users/half-sign-in.js";
import { startSignIn, stepUp } from "../users/sign-in-cookie.js";
import { findUserById } from "../users/users.sql.js";
/**
 * Sign the user in and send the browser on; or, if the user has a second factor and has not shown it, ask for it first.
 *
 * @param asked the authorization request or page of the account that the sign-in is for; null: the account
 * @throws {OAuthError} invalid_grant if the credentials were changed, or the user disabled, while they were being checked
 */
export async function finishSignIn(context, request, reply, proven, asked) {
    if (!proven.amr.includes("mfa") && needsSecondFactor(await findFactors(context.db, proven.userId))) {
        keepHalfSignIn(context, reply, proven);
        return sendOn(context, reply, pathToPage("/login/factor", asked));
    }
    return sendOn(context, reply, await completeSignIn(context, request, reply, proven, asked));
}
/** Where those who have closed their account may undo it. Nothing else is open to them. */
export const closedPath = "/login/closed";
const isClosed = async ({ db }, error, userId) => error instanceof OAuthError &&
    error.reason === "user_disabled" &&
    (await findUserById(db, userId))?.closedAt != null;
/**
 * Sign the user in, or add what was proven to the sign-in that there is.
 *
 * @returns where the browser goes on
 * @throws {OAuthError} invalid_grant, as `finishSignIn`
 */
export async function completeSignIn(context, request, reply, { signInId, ...proven }, asked) {
    const origin = originOf(request);
    if (signInId === undefined) {
        try {
            await startSignIn(context, request, reply, { ...origin, ...proven });
        }
        catch (error) {
            if (!(await isClosed(context, error, proven.userId)))
                throw error;
            keepHalfSignIn(context, reply, proven);
            return pathToPage(closedPath, asked);
        }
    }
    else if (!(await stepUp(context, request, reply, { ...origin, id: signInId, amr: proven.amr })))
        throw ended();
    forgetHalfSignIn(context, request, reply);
    // A step up is no new sign-in: a demand for one stays.
    return pathTo(signInId === undefined ? withoutLogin(asked) : asked);
}
const ended = () => new OAuthError("invalid_grant", "The sign-in has just ended.", { reason: "login_required" });
//# sourceMappingURL=finish-sign-in.js.map
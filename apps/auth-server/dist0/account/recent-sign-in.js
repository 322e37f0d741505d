import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { handleOf } from "../http/continue-to.js";
import { keepHalfSignIn } from "../users/half-sign-in.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
/** How long a sign-in counts as recent. */
export const recentSeconds = 300;
/**
 * The sign-in, if the user proved who they are a moment ago, with a second factor if there is one. Otherwise the browser is sent
 * to the page that asks for what is missing, and leads to `page`.
 *
 * @param graceSeconds for what was begun while the sign-in was recent
 * @returns null if the reply has been sent
 */
export async function requireRecentSignIn(context, request, reply, page, graceSeconds = 0) {
    const signIn = await currentSignIn(context, request);
    if (signIn === null || signIn.ageSeconds > recentSeconds + graceSeconds) {
        reply.redirect(`/login?${new URLSearchParams({ continue: handleOf(page) })}`, 303);
        return null;
    }
    return (await isFactorShown(context, reply, signIn, page)) ? signIn : null;
}
/**
 * Whether the user has shown a second factor, or has none. Otherwise (they signed in before they added one) the browser is sent to
 * the page that asks for it, and leads to `page`.
 */
export async function isFactorShown(context, reply, { id: signInId, userId, credentialVersion, amr }, page) {
    if (amr.includes("mfa") || !needsSecondFactor(await findFactors(context.db, userId)))
        return true;
    keepHalfSignIn(context, reply, { signInId, userId, credentialVersion, amr });
    reply.redirect(`/login/factor?${new URLSearchParams({ continue: handleOf(page) })}`, 303);
    return false;
}
//# sourceMappingURL=recent-sign-in.js.map
import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { destinationBehind, handleOf } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { keepAccount } from "../users/closing.js";
import { findHalfSignIn } from "../users/half-sign-in.js";
import { findUserById } from "../users/users.sql.js";
import { closedPath, finishSignIn } from "./finish-sign-in.js";
import { closedPage } from "./views/closed.js";
export function closedEndpoint(app, context) {
    const { db, secrets, config } = context;
    /** Who is at the browser, if that is all proven. */
    const provenBy = async (request) => {
        const proven = findHalfSignIn(context, request);
        // A factor that was to be added to a sign-in proves nothing once that has ended.
        if (proven === null || proven.signInId !== undefined)
            return null;
        if (proven.amr.includes("mfa"))
            return proven;
        return needsSecondFactor(await findFactors(db, proven.userId)) ? null : proven;
    };
    app.get(closedPath, async (request, reply) => {
        const proven = await provenBy(request);
        const user = proven && (await findUserById(db, proven.userId));
        if (!user?.closedAt || user.deleteAt === null)
            return reply.redirect("/login", 303);
        const asked = destinationBehind(queryForm(request));
        const view = closedPage({
            email: user.email,
            deleteAt: user.deleteAt,
            formToken: formToken(reply),
            ...(asked !== null && { continueTo: handleOf(asked) }),
        });
        return sendPage(context, reply, view, { leadsToApp: asked !== null });
    });
    app.post(closedPath, async (request, reply) => {
        const proven = await provenBy(request);
        if (proven === null)
            return reply.redirect("/login", 303);
        const { language } = textsOf(request);
        const closing = { ...proven, origin: originOf(request), language, byMail: config.mail !== null };
        if (!(await keepAccount(db, secrets, closing)))
            return reply.redirect("/login", 303);
        return finishSignIn(context, request, reply, proven, destinationBehind(request.form));
    });
}
//# sourceMappingURL=closed-page.js.map
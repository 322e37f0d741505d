import { originOf } from "../http/origin.js";
import { formToken } from "../http/pages.js";
import { sendPage } from "../http/send-page.js";
import { claimsOf, valuesOf } from "../users/claim-changes.js";
import { faultOf } from "../users/claim-formats.js";
import { editableFields } from "../users/claims.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import { changeOwnProfile, readUser } from "../users/users.js";
import { keepNotice } from "./notice.js";
import { profilePage } from "./views/profile.js";
export function accountProfileEndpoint(app, context) {
    const show = async (reply, userId, typed) => {
        const { claims } = await readUser(context.db, userId);
        const kept = valuesOf(claims);
        const page = profilePage({
            values: new Map(editableFields.map((field) => [field.name, String(kept.get(field) ?? "")])),
            wrong: new Set(),
            ...typed,
            isNumberVerified: claims.phone_number_verified === true && claims.phone_number !== undefined,
            formToken: formToken(reply),
        });
        return sendPage(context, reply, page);
    };
    app.get("/account/profile", async (request, reply) => {
        const signIn = await currentSignIn(context, request);
        return signIn === null ? reply.redirect("/login", 303) : show(reply, signIn.userId);
    });
    app.post("/account/profile", async (request, reply) => {
        const signIn = await currentSignIn(context, request);
        if (signIn === null)
            return reply.redirect("/login", 303);
        const { userId } = signIn;
        const typed = readProfile(request.form);
        if (typed.wrong.size > 0) {
            request.reason = "body_invalid";
            return show(reply.code(400), userId, typed);
        }
        await changeOwnProfile(context.db, userId, { claims: changesOf(typed.values) }, originOf(request));
        keepNotice(context, reply, { kind: "profile_saved", sessionsEnded: 0, signInsEnded: 0 });
        return reply.redirect("/account#done", 303);
    });
}
function readProfile(form) {
    const typed = editableFields.map((field) => [field, (form.get(field.name) ?? "").trim()]);
    const wrong = typed.filter(([{ format }, value]) => value !== "" && faultOf(format, value) !== null);
    return {
        values: new Map(typed.map(([{ name }, value]) => [name, value])),
        wrong: new Set(wrong.map(([{ name }]) => name)),
    };
}
/** A field left empty has no value. */
const changesOf = (values) => claimsOf(new Map(editableFields.map((field) => [field, values.get(field.name) || null])));
//# sourceMappingURL=profile-page.js.map
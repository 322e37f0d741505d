/** /admin/v1/mails */
import { Type } from "typebox";
import { isTimeKey, pageOf } from "../administration/act.js";
import { closed, dateTime, nullable } from "../administration/schemas.js";
import { describeMail, listMails, retryMails } from "../mail/list.sql.js";
import { idParams, pageOfRef, pageQuery, wirePage } from "./schemas.js";
const user = Type.Optional(idParams.properties.id);
const query = Type.Object({
    ...pageQuery,
    user,
    given_up: Type.Optional(Type.Boolean({ description: "Only those given up, or only the others." })),
}, closed);
const Mail = Type.Object({
    id: Type.String(),
    kind: Type.String(),
    user_id: nullable(Type.String()),
    created_at: dateTime,
    expires_at: nullable(dateTime),
    attempts: Type.Integer(),
    next_attempt_at: nullable(dateTime),
    last_problem: nullable(Type.String()),
}, {
    $id: "Mail",
    description: "A mail that has still to be sent. If next_attempt_at is null, it is given up.",
});
export function adminMails(app, { db }) {
    app.addSchema(Mail);
    app.get("/mails", {
        schema: {
            operationId: "listMails",
            summary: "List the mails that have still to be sent, oldest first",
            querystring: query,
            response: { 200: pageOfRef(Mail) },
        },
    }, async ({ query: { user, given_up, ...page } }) => wirePage(await pageOf(page, (after, limit) => listMails(db, { userId: user, givenUp: given_up }, after, limit), ({ key }) => key, isTimeKey), describeMail));
    app.post("/mails/retry", {
        schema: {
            operationId: "retryMails",
            summary: "Have the mails that wait sent now, also those given up: they get one more attempt",
            body: Type.Object({ user }, closed),
            response: { 200: Type.Object({ retried: Type.Integer() }) },
        },
    }, async ({ body }) => ({ retried: await retryMails(db, { userId: body.user }) }));
}
//# sourceMappingURL=mails.js.map
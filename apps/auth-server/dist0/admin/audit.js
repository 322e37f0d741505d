/** /admin/v1/audit */
import { Type } from "typebox";
import { isTime, pageOf } from "../administration/act.js";
import { InvalidInput } from "../administration/faults.js";
import { closed, dateTime, nullable } from "../administration/schemas.js";
import { listAuditEvents } from "../audit/audit-events.sql.js";
import { describeEvent } from "../audit/describe-event.js";
import { clientIdText, idParams, pageOfRef, pageQuery, wirePage } from "./schemas.js";
const word = Type.Optional(Type.String({ pattern: "^[\\x21-\\x7e]{1,128}$", description: "one word" }));
const time = Type.Optional(Type.String({
    pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)$",
    description: "a time like 2026-01-31T23:59:59Z",
}));
const id = Type.Optional(idParams.properties.id);
const query = Type.Object({
    ...pageQuery,
    user: id,
    client: Type.Optional(clientIdText),
    session: id,
    event: Type.Optional(Type.String({
        pattern: "^[a-z_.]{1,64}$",
        description: "an event name or a prefix of one",
    })),
    reason: word,
    request_id: word,
    since: time,
    until: time,
}, closed);
const AuditEvent = Type.Object({
    id: Type.String(),
    at: dateTime,
    event: Type.String(),
    reason: nullable(Type.String()),
    actor: nullable(Type.String({ description: "client:<client_id>, user:<sub> or operator:<login name>." })),
    client_id: nullable(Type.String()),
    user_id: nullable(Type.String()),
    session_id: nullable(Type.String()),
    address: nullable(Type.String()),
    user_agent: nullable(Type.String()),
    request_id: nullable(Type.String()),
    detail: nullable(Type.Object({}, { additionalProperties: true })),
}, { $id: "AuditEvent" });
export function adminAudit(app, { db }) {
    app.addSchema(AuditEvent);
    app.get("/audit", {
        schema: {
            operationId: "listAuditEvents",
            summary: "List audit events, newest first",
            querystring: query,
            response: { 200: pageOfRef(AuditEvent) },
        },
    }, async ({ query }) => {
        const { limit, cursor, since, until, user, client, session, request_id, ...words } = query;
        const filter = {
            ...words,
            ...(user !== undefined && { userId: user }),
            ...(client !== undefined && { clientId: client }),
            ...(session !== undefined && { sessionId: session }),
            ...(request_id !== undefined && { requestId: request_id }),
            ...(since !== undefined && { since: dateOf("/since", since) }),
            ...(until !== undefined && { until: dateOf("/until", until) }),
        };
        const page = await pageOf({ limit, cursor }, (after, limit) => listAuditEvents(db, filter, { limit, ...(after !== null && positionOf(after)) }), ({ at, id }) => `${at.toISOString()} ${id}`, (key) => /^\S{24} \d{1,18}$/.test(key) && isTime(key.slice(0, 24)));
        return wirePage(page, describeRow);
    });
}
/** @throws {InvalidInput} if there is no such day */
function dateOf(pointer, value) {
    const date = new Date(value);
    if (!Number.isNaN(date.getTime()))
        return date;
    throw new InvalidInput([{ pointer, message: "must be a time like 2026-01-31T23:59:59Z" }], "parameter_invalid");
}
const positionOf = (key) => {
    const [at = "", id = ""] = key.split(" ");
    return { before: { at: new Date(at), id } };
};
const describeRow = (row) => ({
    id: row.id,
    ...describeEvent(row),
    user_agent: row.userAgent,
    detail: row.detail,
});
//# sourceMappingURL=audit.js.map
/** /admin/v1/sessions */
import { Type } from "typebox";
import { isTimeKey, pageOf } from "../administration/act.js";
import { InvalidInput } from "../administration/faults.js";
import { closed } from "../administration/schemas.js";
import { listSessions } from "../sessions/list.sql.js";
import { actOf, show } from "./representation.js";
import { clientIdText, idParams, one, pageOfRef, pageQuery, wirePage } from "./schemas.js";
import { describeSession, endSession, endSessionsOf, readSession, SessionRepresentation, sessionStates, } from "./session-acts.js";
const { id } = idParams.properties;
const query = Type.Object({
    ...pageQuery,
    user: Type.Optional(id),
    client: Type.Optional(clientIdText),
    state: Type.Optional(Type.Unsafe({ type: "string", enum: [...sessionStates] })),
}, closed);
const WhoseBody = Type.Object({
    user: Type.Optional(id),
    client: Type.Optional(clientIdText),
    everyone: Type.Optional(Type.Literal(true)),
}, { ...closed, description: "Exactly one of these." });
export function adminSessions(app, { db }) {
    app.addSchema(SessionRepresentation);
    const url = "/sessions";
    app.get(url, {
        schema: {
            operationId: "listSessions",
            summary: "List sessions, the one that expires last first",
            querystring: query,
            response: { 200: pageOfRef(SessionRepresentation) },
        },
    }, async ({ query: { user, client, state, ...page } }) => {
        const filter = { userId: user, clientId: client, state };
        return wirePage(await pageOf(page, (after, limit) => listSessions(db, filter, after, limit), ({ key }) => key, isTimeKey), describeSession);
    });
    app.get(`${url}/:id`, {
        schema: {
            operationId: "readSession",
            summary: "Read a session",
            params: idParams,
            response: { 200: one(SessionRepresentation, "The session.") },
        },
    }, async (request, reply) => show(request, reply, describeSession(await readSession(db, request.params.id))));
    app.delete(`${url}/:id`, {
        schema: {
            operationId: "endSession",
            summary: "End a session; no effect if it has already ended",
            params: idParams,
            response: { 204: Type.Null({ description: "It has ended." }) },
        },
    }, async (request, reply) => {
        await endSession(db, request.params.id, actOf(request));
        return reply.code(204).send(null);
    });
    app.post(`${url}/revoke`, {
        schema: {
            operationId: "revokeSessions",
            summary: "End all open sessions of a user, a client or everyone; for users and everyone, sign-ins too",
            body: WhoseBody,
            response: { 200: Type.Object({ sessions_ended: Type.Integer(), sign_ins_ended: Type.Integer() }) },
        },
    }, async (request) => {
        const ended = await endSessionsOf(db, whoseOf(request.body), actOf(request));
        return { sessions_ended: ended.sessionsEnded, sign_ins_ended: ended.signInsEnded };
    });
}
function whoseOf({ user, client, everyone }) {
    const whose = [
        ...(user === undefined ? [] : [{ user }]),
        ...(client === undefined ? [] : [{ client }]),
        ...(everyone === undefined ? [] : [{ everyone }]),
    ];
    const [one] = whose;
    if (one !== undefined && whose.length === 1)
        return one;
    throw new InvalidInput([
        { pointer: "", message: "must have exactly one of user, client and everyone: true" },
    ]);
}
//# sourceMappingURL=sessions.js.map
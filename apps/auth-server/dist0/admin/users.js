import { Type } from "typebox";
import { pageOf } from "../administration/act.js";
import { closed } from "../administration/schemas.js";
import { networkOf } from "../http/address-prefix.js";
import { sendPasswordReset } from "../mailed-links/password-reset.js";
import { addUser, changeUser, deleteUser, describeUser, disableUser, enableUser, NewUserBody, readUser, UserChanges, UserRepresentation, } from "../users/users.js";
import { findUserByEmail, listUsers } from "../users/users.sql.js";
import { DeletedRepresentation, DependentsRepresentation, readDependents } from "./dependents.js";
import { actOf, show } from "./representation.js";
import { IfMatch, idParams, one, pageOfRef, pageQuery, ref, wirePage } from "./schemas.js";
const query = Type.Object({
    ...pageQuery,
    email: Type.Optional(Type.String({ pattern: "^[^\\0]{1,400}$", description: "an email address" })),
}, closed);
export function adminUsers(app, context) {
    const { db, passwords } = context;
    const hashFor = ({ ip }) => (password) => passwords.hash(password, networkOf(ip));
    app.addSchema(UserRepresentation);
    const url = "/users";
    const user = one(UserRepresentation, "The user.");
    app.get(url, {
        schema: {
            operationId: "listUsers",
            summary: "List users by email address, or find the user with an address",
            querystring: query,
            response: { 200: pageOfRef(UserRepresentation) },
        },
    }, async ({ query }) => {
        if (query.email !== undefined) {
            const found = await findUserByEmail(db, query.email);
            return { items: found === null ? [] : [describeUser(found.user)], next_cursor: null };
        }
        const page = await pageOf(query, (after, limit) => listUsers(db, after, limit), ({ email }) => email);
        return wirePage(page, describeUser);
    });
    app.post(url, {
        schema: {
            operationId: "createUser",
            summary: "Add a user",
            body: NewUserBody,
            response: { 201: user },
        },
    }, async (request, reply) => {
        const added = await addUser(db, request.body, actOf(request), hashFor(request));
        reply.code(201).header("location", `/admin/v1/users/${added.id}`);
        return show(request, reply, describeUser(added));
    });
    app.get(`${url}/:id`, {
        schema: { operationId: "readUser", summary: "Read a user", params: idParams, response: { 200: user } },
    }, async (request, reply) => show(request, reply, describeUser(await readUser(db, request.params.id))));
    app.patch(`${url}/:id`, {
        schema: {
            operationId: "updateUser",
            summary: "Change the members sent; a new password ends sessions and sign-ins",
            params: idParams,
            headers: IfMatch,
            body: UserChanges,
            response: { 200: user },
        },
    }, async (request, reply) => show(request, reply, describeUser(await changeUser(db, request.params.id, request.body, actOf(request), hashFor(request)))));
    app.get(`${url}/:id/dependents`, {
        schema: {
            operationId: "readUserDependents",
            summary: "Count what deleting the user would delete",
            params: idParams,
            response: { 200: ref(DependentsRepresentation) },
        },
    }, async ({ params: { id } }) => {
        await readUser(db, id);
        return readDependents(db, { userId: id });
    });
    app.delete(`${url}/:id`, {
        schema: {
            operationId: "deleteUser",
            summary: "Delete a user with their sessions, sign-ins and consents",
            params: idParams,
            headers: IfMatch,
            response: { 200: DeletedRepresentation },
        },
    }, async (request) => ({ sessions_ended: await deleteUser(db, request.params.id, actOf(request)) }));
    app.post(`${url}/:id/disable`, {
        schema: {
            operationId: "disableUser",
            summary: "Lock a user out; sign-ins and sessions end at once",
            params: idParams,
            response: { 200: Type.Object({ user: ref(UserRepresentation), sessions_ended: Type.Integer() }) },
        },
    }, async (request) => {
        const { item, sessionsEnded } = await disableUser(db, request.params.id, actOf(request));
        return { user: describeUser(item), sessions_ended: sessionsEnded };
    });
    app.post(`${url}/:id/enable`, {
        schema: {
            operationId: "enableUser",
            summary: "Let a disabled user sign in again; cancels a deletion that the user asked for",
            params: idParams,
            response: { 200: user },
        },
    }, async (request, reply) => show(request, reply, describeUser(await enableUser(db, request.params.id, actOf(request)))));
    app.post(`${url}/:id/send-reset`, {
        schema: {
            operationId: "sendPasswordReset",
            summary: "Mail the user a link to set a new password; nothing ends until it is set",
            params: idParams,
            response: { 204: Type.Null({ description: "The mail is on its way." }) },
        },
    }, async (request, reply) => {
        await sendPasswordReset(context, request.params.id, actOf(request));
        return reply.code(204).send(null);
    });
}
//# sourceMappingURL=users.js.map
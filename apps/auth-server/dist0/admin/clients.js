/** /admin/v1/clients */
import { Type } from "typebox";
import { pageOf } from "../administration/act.js";
import { isAnyClientId } from "../clients/client-id.js";
import { changeClient, deleteClient, disableClient, dropPreviousClientSecret, enableClient, readClient, registerClient, rotateClientSecret, } from "../clients/clients.js";
import { listClients } from "../clients/clients.sql.js";
import { ClientChanges, ClientRepresentation, describeClient, NewClientBody, } from "../clients/representation.js";
import { DeletedRepresentation, DependentsRepresentation, readDependents } from "./dependents.js";
import { actOf, show } from "./representation.js";
import { clientIdText, IfMatch, one, PageQuery, pageOfRef, ref, wirePage } from "./schemas.js";
const params = Type.Object({ client_id: clientIdText });
const shownOnce = Type.Union([Type.String(), Type.Null()], {
    description: "Shown only once; the server stores a hash. Null for a public client.",
});
const ClientWithSecret = Type.Object({ ...ClientRepresentation.properties, client_secret: shownOnce }, { $id: "ClientWithSecret" });
export function adminClients(app, { config, db, forgetClient }) {
    app.addSchema(ClientRepresentation);
    app.addSchema(ClientWithSecret);
    const url = "/clients";
    const client = one(ClientRepresentation, "The client.");
    const withSecret = one(ClientWithSecret, "The client and its new secret.");
    app.get(url, {
        schema: {
            operationId: "listClients",
            summary: "List the clients, by client_id",
            querystring: PageQuery,
            response: { 200: pageOfRef(ClientRepresentation) },
        },
    }, async ({ query }) => wirePage(await pageOf(query, (after, limit) => listClients(db, after, limit), ({ clientId }) => clientId, isAnyClientId), describeClient));
    app.post(url, {
        schema: {
            operationId: "createClient",
            summary: "Register a client; the response shows its secret once",
            body: NewClientBody,
            response: { 201: withSecret },
        },
    }, async (request, reply) => {
        const { item, secret } = await registerClient(db, config.issuer, request.body, actOf(request));
        reply.code(201).header("location", `/admin/v1/clients/${item.clientId}`);
        return show(request, reply, describeClient(item), { client_secret: secret });
    });
    app.get(`${url}/:client_id`, { schema: { operationId: "readClient", summary: "Read a client", params, response: { 200: client } } }, async (request, reply) => show(request, reply, describeClient(await readClient(db, request.params.client_id))));
    app.patch(`${url}/:client_id`, {
        schema: {
            operationId: "updateClient",
            summary: "Change the members sent",
            params,
            headers: IfMatch,
            body: ClientChanges,
            response: { 200: client },
        },
    }, async (request, reply) => {
        const { client_id: clientId } = request.params;
        const changed = await changeClient(db, config.issuer, clientId, request.body, actOf(request));
        forgetClient(clientId);
        return show(request, reply, describeClient(changed));
    });
    app.post(`${url}/:client_id/secret`, {
        schema: {
            operationId: "rotateClientSecret",
            summary: "Create a new secret; the previous one stays valid until it is dropped or the next rotation",
            params,
            response: { 200: withSecret },
        },
    }, async (request, reply) => {
        const { client_id: clientId } = request.params;
        const { item, secret } = await rotateClientSecret(db, clientId, actOf(request));
        forgetClient(clientId);
        return show(request, reply, describeClient(item), { client_secret: secret });
    });
    app.delete(`${url}/:client_id/secret/previous`, {
        schema: {
            operationId: "dropPreviousClientSecret",
            summary: "Invalidate the previous secret",
            params,
            response: { 200: client },
        },
    }, async (request, reply) => {
        const { client_id: clientId } = request.params;
        const changed = await dropPreviousClientSecret(db, clientId, actOf(request));
        forgetClient(clientId);
        return show(request, reply, describeClient(changed));
    });
    app.get(`${url}/:client_id/dependents`, {
        schema: {
            operationId: "readClientDependents",
            summary: "Count what deleting the client would delete",
            params,
            response: { 200: ref(DependentsRepresentation) },
        },
    }, async ({ params: { client_id: clientId } }) => {
        await readClient(db, clientId);
        return readDependents(db, { clientId });
    });
    app.delete(`${url}/:client_id`, {
        schema: {
            operationId: "deleteClient",
            summary: "Delete a client with its sessions and consents",
            params,
            headers: IfMatch,
            response: { 200: DeletedRepresentation },
        },
    }, async (request) => {
        const { client_id: clientId } = request.params;
        const ended = await deleteClient(db, clientId, actOf(request)).finally(() => forgetClient(clientId));
        return { sessions_ended: ended };
    });
    app.post(`${url}/:client_id/disable`, {
        schema: {
            operationId: "disableClient",
            summary: "Refuse all requests of a client and end its sessions at once",
            params,
            response: { 200: Type.Object({ client: ref(ClientRepresentation), sessions_ended: Type.Integer() }) },
        },
    }, async (request) => {
        const { client_id: clientId } = request.params;
        const { item, sessionsEnded } = await disableClient(db, clientId, actOf(request));
        forgetClient(clientId);
        return { client: describeClient(item), sessions_ended: sessionsEnded };
    });
    app.post(`${url}/:client_id/enable`, {
        schema: {
            operationId: "enableClient",
            summary: "Enable a disabled client; ended sessions stay ended",
            params,
            response: { 200: client },
        },
    }, async (request, reply) => {
        const { client_id: clientId } = request.params;
        const enabled = await enableClient(db, clientId, actOf(request));
        forgetClient(clientId);
        return show(request, reply, describeClient(enabled));
    });
}
//# sourceMappingURL=clients.js.map
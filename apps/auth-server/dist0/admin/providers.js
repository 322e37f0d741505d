/** /admin/v1/providers: other OpenID providers that people may sign in with. */
import { Type } from "typebox";
import { pageOf } from "../administration/act.js";
import { changeProvider, deleteProvider, describeProvider, disableProvider, enableProvider, NewProviderBody, ProviderChanges, ProviderRepresentation, ProviderSecretBody, providerId, readProvider, registerProvider, setProviderSecret, } from "../providers/providers.js";
import { listProviders } from "../providers/providers.sql.js";
import { DeletedRepresentation } from "./dependents.js";
import { actOf, show } from "./representation.js";
import { IfMatch, one, PageQuery, pageOfRef, ref, wirePage } from "./schemas.js";
const params = Type.Object({ id: providerId });
export function adminProviders(app, { db, secrets, providers }) {
    app.addSchema(ProviderRepresentation);
    const url = "/providers";
    const provider = one(ProviderRepresentation, "The provider.");
    app.get(url, {
        schema: {
            operationId: "listProviders",
            summary: "List the providers, by id",
            querystring: PageQuery,
            response: { 200: pageOfRef(ProviderRepresentation) },
        },
    }, async ({ query }) => wirePage(await pageOf(query, (after, limit) => listProviders(db, after, limit), ({ id }) => id), describeProvider));
    app.post(url, {
        schema: {
            operationId: "createProvider",
            summary: "Let people sign in through another OpenID provider",
            body: NewProviderBody,
            response: { 201: provider },
        },
    }, async (request, reply) => {
        const registered = await registerProvider(db, secrets, request.body, actOf(request));
        providers.forgetList();
        reply.code(201).header("location", `/admin/v1/providers/${registered.id}`);
        return show(request, reply, describeProvider(registered));
    });
    app.get(`${url}/:id`, {
        schema: {
            operationId: "readProvider",
            summary: "Read a provider",
            params,
            response: { 200: provider },
        },
    }, async (request, reply) => show(request, reply, describeProvider(await readProvider(db, request.params.id))));
    app.patch(`${url}/:id`, {
        schema: {
            operationId: "updateProvider",
            summary: "Change the members sent",
            params,
            headers: IfMatch,
            body: ProviderChanges,
            response: { 200: provider },
        },
    }, async (request, reply) => {
        const changed = await changeProvider(db, request.params.id, request.body, actOf(request));
        providers.forgetList();
        return show(request, reply, describeProvider(changed));
    });
    app.post(`${url}/:id/secret`, {
        schema: {
            operationId: "setProviderSecret",
            summary: "Replace the client secret by one that the provider has issued",
            params,
            body: ProviderSecretBody,
            response: { 200: provider },
        },
    }, async (request, reply) => {
        const { client_secret: secret } = request.body;
        const changed = await setProviderSecret(db, secrets, request.params.id, secret, actOf(request));
        return show(request, reply, describeProvider(changed));
    });
    app.delete(`${url}/:id`, {
        schema: {
            operationId: "deleteProvider",
            summary: "Delete a provider with the links to it, and end what was opened through it",
            params,
            headers: IfMatch,
            response: { 200: DeletedRepresentation },
        },
    }, async (request) => {
        const { sessionsEnded } = await deleteProvider(db, request.params.id, actOf(request));
        providers.forgetList();
        return { sessions_ended: sessionsEnded };
    });
    app.post(`${url}/:id/disable`, {
        schema: {
            operationId: "disableProvider",
            summary: "Let nobody sign in through a provider, and end what was opened through it",
            params,
            response: {
                200: Type.Object({ provider: ref(ProviderRepresentation), sessions_ended: Type.Integer() }),
            },
        },
    }, async (request) => {
        const { item, sessionsEnded } = await disableProvider(db, request.params.id, actOf(request));
        providers.forgetList();
        return { provider: describeProvider(item), sessions_ended: sessionsEnded };
    });
    app.post(`${url}/:id/enable`, {
        schema: {
            operationId: "enableProvider",
            summary: "Enable a disabled provider; ended sessions stay ended",
            params,
            response: { 200: provider },
        },
    }, async (request, reply) => {
        const enabled = await enableProvider(db, request.params.id, actOf(request));
        providers.forgetList();
        return show(request, reply, describeProvider(enabled));
    });
}
//# sourceMappingURL=providers.js.map
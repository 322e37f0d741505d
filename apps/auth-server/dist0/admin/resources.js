/** /admin/v1/resources; the path contains the percent-encoded resource URI. */
import { Type } from "typebox";
import { pageOf } from "../administration/act.js";
import { deleteResource } from "../clients/delete-resource.js";
import { changeResource, describeResource, dropPreviousResourceSecret, NewResourceBody, ResourceChanges, ResourceRepresentation, readResource, registerResource, rotateResourceSecret, } from "../resources/resources.js";
import { listRegisteredResources } from "../resources/resources.sql.js";
import { DeletedRepresentation, DependentsRepresentation, readDependents } from "./dependents.js";
import { actOf, show } from "./representation.js";
import { IfMatch, one, PageQuery, pageOfRef, ref, wirePage } from "./schemas.js";
const params = Type.Object({
    resource: Type.String({
        pattern: "^[^\\s\\p{Cc}]{1,1000}$",
        description: "a resource's URI, percent-encoded",
    }),
});
const ResourceWithSecret = Type.Object({
    ...ResourceRepresentation.properties,
    resource_secret: Type.String({ description: "Shown only once; the server stores a hash." }),
}, { $id: "ResourceWithSecret" });
export function adminResources(app, { db, forgetClient }) {
    app.addSchema(ResourceRepresentation);
    app.addSchema(ResourceWithSecret);
    const url = "/resources";
    const resource = one(ResourceRepresentation, "The resource.");
    app.get(url, {
        schema: {
            operationId: "listResources",
            summary: "List the resources, by URI",
            querystring: PageQuery,
            response: { 200: pageOfRef(ResourceRepresentation) },
        },
    }, async ({ query }) => wirePage(await pageOf(query, (after, limit) => listRegisteredResources(db, after, limit), ({ uri }) => uri), describeResource));
    app.post(url, {
        schema: {
            operationId: "createResource",
            summary: "Register a resource",
            body: NewResourceBody,
            response: { 201: resource },
        },
    }, async (request, reply) => {
        const registered = await registerResource(db, request.body, actOf(request));
        reply.code(201).header("location", `/admin/v1/resources/${encodeURIComponent(registered.uri)}`);
        return show(request, reply, describeResource(registered));
    });
    app.get(`${url}/:resource`, {
        schema: {
            operationId: "readResource",
            summary: "Read a resource",
            params,
            response: { 200: resource },
        },
    }, async (request, reply) => show(request, reply, describeResource(await readResource(db, request.params.resource))));
    app.patch(`${url}/:resource`, {
        schema: {
            operationId: "updateResource",
            summary: "Change the members sent",
            params,
            headers: IfMatch,
            body: ResourceChanges,
            response: { 200: resource },
        },
    }, async (request, reply) => {
        const changed = await changeResource(db, request.params.resource, request.body, actOf(request));
        return show(request, reply, describeResource(changed));
    });
    app.get(`${url}/:resource/dependents`, {
        schema: {
            operationId: "readResourceDependents",
            summary: "Count what deleting the resource would delete, and list the clients that lose it",
            params,
            response: { 200: ref(DependentsRepresentation) },
        },
    }, async ({ params: { resource } }) => {
        await readResource(db, resource);
        return readDependents(db, { resource });
    });
    app.delete(`${url}/:resource`, {
        schema: {
            operationId: "deleteResource",
            summary: "Delete a resource with the sessions and consents for it; clients lose access to it",
            params,
            headers: IfMatch,
            response: { 200: DeletedRepresentation },
        },
    }, async (request) => {
        const { sessionsEnded, clients } = await deleteResource(db, request.params.resource, actOf(request));
        for (const clientId of clients)
            forgetClient(clientId);
        return { sessions_ended: sessionsEnded };
    });
    app.post(`${url}/:resource/secret`, {
        schema: {
            operationId: "rotateResourceSecret",
            summary: "Create a new introspection secret; the previous one stays valid",
            params,
            response: { 200: one(ResourceWithSecret, "The resource and its new secret.") },
        },
    }, async (request, reply) => {
        const { item, secret } = await rotateResourceSecret(db, request.params.resource, actOf(request));
        return show(request, reply, describeResource(item), { resource_secret: secret });
    });
    app.delete(`${url}/:resource/secret/previous`, {
        schema: {
            operationId: "dropPreviousResourceSecret",
            summary: "Invalidate the previous secret",
            params,
            response: { 200: resource },
        },
    }, async (request, reply) => show(request, reply, describeResource(await dropPreviousResourceSecret(db, request.params.resource, actOf(request)))));
}
//# sourceMappingURL=resources.js.map
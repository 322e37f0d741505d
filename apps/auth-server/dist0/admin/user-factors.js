/** /admin/v1/users/{id}/factors: for whoever has lost theirs. */
import { Type } from "typebox";
import { removeFactors } from "../factors/factor-acts.js";
import { factorUnknown } from "../factors/removal.js";
import { FactorsRepresentation, readFactors } from "../factors/representation.js";
import { readUser } from "../users/users.js";
import { actOf } from "./representation.js";
import { idParams, ref } from "./schemas.js";
const passkeyParams = Type.Object({ ...idParams.properties, passkey: idParams.properties.id });
export function adminUserFactors(app, { db }) {
    app.addSchema(FactorsRepresentation);
    const url = "/users/:id/factors";
    const removed = { 204: Type.Null({ description: "It is removed." }) };
    app.get(url, {
        schema: {
            operationId: "readUserFactors",
            summary: "List a user's second factors",
            params: idParams,
            response: { 200: ref(FactorsRepresentation) },
        },
    }, async ({ params: { id } }) => {
        await readUser(db, id);
        return readFactors(db, id);
    });
    app.delete(url, {
        schema: {
            operationId: "removeUserFactors",
            summary: "Remove all of a user's second factors and recovery codes; no effect if there are none",
            params: idParams,
            response: { 200: Type.Object({ removed: Type.Integer() }) },
        },
    }, async (request) => ({ removed: await removeFactors(db, request.params.id, "all", actOf(request).by) }));
    const removeOne = async (request, userId, which) => {
        if ((await removeFactors(db, userId, which, actOf(request).by)) === 0)
            throw factorUnknown();
    };
    app.delete(`${url}/totp`, {
        schema: {
            operationId: "removeUserTotp",
            summary: "Remove a user's authenticator app",
            params: idParams,
            response: removed,
        },
    }, async (request, reply) => {
        await removeOne(request, request.params.id, { totp: true });
        return reply.code(204).send(null);
    });
    app.delete(`${url}/passkeys/:passkey`, {
        schema: {
            operationId: "removeUserPasskey",
            summary: "Remove a user's passkey",
            params: passkeyParams,
            response: removed,
        },
    }, async (request, reply) => {
        await removeOne(request, request.params.id, { passkey: request.params.passkey });
        return reply.code(204).send(null);
    });
}
//# sourceMappingURL=user-factors.js.map
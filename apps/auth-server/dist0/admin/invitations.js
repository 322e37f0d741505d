/** /admin/v1/invitations */
import { Type } from "typebox";
import { pageOf } from "../administration/act.js";
import { describeInvitation, InvitationRepresentation, invite, NewInvitationBody, withdrawInvitation, } from "../mailed-links/invitations.js";
import { listMailedLinks } from "../mailed-links/mailed-links.sql.js";
import { actOf } from "./representation.js";
import { idParams, PageQuery, pageOfRef, ref, wirePage } from "./schemas.js";
export function adminInvitations(app, context) {
    const { db } = context;
    app.addSchema(InvitationRepresentation);
    const url = "/invitations";
    app.get(url, {
        schema: {
            operationId: "listInvitations",
            summary: "List the invitations that are open, by email address",
            querystring: PageQuery,
            response: { 200: pageOfRef(InvitationRepresentation) },
        },
    }, async ({ query }) => {
        const page = await pageOf(query, (after, limit) => listMailedLinks(db, "invitation", after, limit), ({ email }) => email ?? "");
        return wirePage(page, describeInvitation);
    });
    app.post(url, {
        schema: {
            operationId: "inviteUser",
            summary: "Mail somebody a link to make their own account; replaces an earlier one to the same address",
            body: NewInvitationBody,
            response: { 201: ref(InvitationRepresentation) },
        },
    }, async (request, reply) => {
        const invited = await invite(context, request.body, actOf(request));
        return reply.code(201).send(describeInvitation(invited));
    });
    app.delete(`${url}/:id`, {
        schema: {
            operationId: "withdrawInvitation",
            summary: "Withdraw an invitation: its link no longer works",
            params: idParams,
            response: { 204: Type.Null({ description: "It is withdrawn." }) },
        },
    }, async (request, reply) => {
        await withdrawInvitation(db, request.params.id, actOf(request));
        return reply.code(204).send(null);
    });
}
//# sourceMappingURL=invitations.js.map
/** /admin/v1/trusted-issuers: issuers whose assertions become access tokens. */
import { Type } from "typebox";
import { pageOf } from "../administration/act.js";
import type { Context } from "../context.js";
import {
  changeTrustedIssuer,
  deleteTrustedIssuer,
  describeTrustedIssuer,
  disableTrustedIssuer,
  enableTrustedIssuer,
  NewTrustedIssuerBody,
  readTrustedIssuer,
  TrustedIssuerChanges,
  TrustedIssuerRepresentation,
  trustedIssuerId,
  trustIssuer,
} from "../trusted-issuers/trusted-issuers.js";
import { listTrustedIssuers } from "../trusted-issuers/trusted-issuers.sql.js";
import { actOf, show } from "./representation.js";
import { type AdminApp, IfMatch, one, PageQuery, pageOfRef, wirePage } from "./schemas.js";

const params = Type.Object({ id: trustedIssuerId });

export function adminTrustedIssuers(app: AdminApp, { config, db }: Context): void {
  app.addSchema(TrustedIssuerRepresentation);
  const url = "/trusted-issuers";
  const trusted = one(TrustedIssuerRepresentation, "The trusted issuer.");

  app.get(
    url,
    {
      schema: {
        operationId: "listTrustedIssuers",
        summary: "List the trusted issuers, by id",
        querystring: PageQuery,
        response: { 200: pageOfRef(TrustedIssuerRepresentation) },
      },
    },
    async ({ query }) =>
      wirePage(
        await pageOf(
          query,
          (after, limit) => listTrustedIssuers(db, after, limit),
          ({ id }) => id,
        ),
        describeTrustedIssuer,
      ),
  );

  app.post(
    url,
    {
      schema: {
        operationId: "createTrustedIssuer",
        summary: "Trust an issuer; where its keys are not said, its discovery document is asked for them",
        body: NewTrustedIssuerBody,
        response: { 201: trusted },
      },
    },
    async (request, reply) => {
      const made = await trustIssuer(db, config.issuer, request.body, actOf(request));
      reply.code(201).header("location", `/admin/v1/trusted-issuers/${made.id}`);
      return show(request, reply, describeTrustedIssuer(made));
    },
  );

  app.get(
    `${url}/:id`,
    {
      schema: {
        operationId: "readTrustedIssuer",
        summary: "Read a trusted issuer",
        params,
        response: { 200: trusted },
      },
    },
    async (request, reply) =>
      show(request, reply, describeTrustedIssuer(await readTrustedIssuer(db, request.params.id))),
  );

  app.patch(
    `${url}/:id`,
    {
      schema: {
        operationId: "updateTrustedIssuer",
        summary: "Change the members sent; the rules are replaced as a whole",
        params,
        headers: IfMatch,
        body: TrustedIssuerChanges,
        response: { 200: trusted },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const changed = await changeTrustedIssuer(db, config.issuer, id, request.body, actOf(request));
      return show(request, reply, describeTrustedIssuer(changed));
    },
  );

  app.delete(
    `${url}/:id`,
    {
      schema: {
        operationId: "deleteTrustedIssuer",
        summary: "Trust an issuer no longer; access tokens expire by themselves",
        params,
        headers: IfMatch,
        response: { 204: Type.Null({ description: "It is deleted." }) },
      },
    },
    async (request, reply) => {
      await deleteTrustedIssuer(db, request.params.id, actOf(request));
      return reply.code(204).send(null);
    },
  );

  for (const [act, operationId, summary, change] of [
    ["disable", "disableTrustedIssuer", "Take no more assertions of an issuer", disableTrustedIssuer],
    ["enable", "enableTrustedIssuer", "Trust a disabled issuer again", enableTrustedIssuer],
  ] as const)
    app.post(
      `${url}/:id/${act}`,
      { schema: { operationId, summary, params, response: { 200: trusted } } },
      async (request, reply) =>
        show(request, reply, describeTrustedIssuer(await change(db, request.params.id, actOf(request)))),
    );
}

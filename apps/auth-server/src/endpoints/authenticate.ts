/** Client authentication of a request, and its trace where the secret was wrong. */
import type { FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { authenticateClient } from "../protocol/client-authentication.js";
import type { Form } from "../protocol/form.js";
import type { Client } from "../store/clients.js";
import { originOf } from "./origin.js";

/** @throws {OAuthError} invalid_client, invalid_request */
export async function authenticate(context: Context, request: FastifyRequest, form: Form): Promise<Client> {
  const client = await authenticateClient(
    context.findClient,
    form,
    request.headers.authorization,
    (clientId) => recordWrongSecret(context, request, clientId),
  );
  request.clientId = client.clientId;
  return client;
}

/** The answer is the same where it cannot be recorded: clients are known from memory while the database is away. */
async function recordWrongSecret(
  { db, auditRefusal, log }: Context,
  request: FastifyRequest,
  clientId: string,
): Promise<void> {
  const event = { event: "client.authentication_refused", reason: "client_secret_mismatch" } as const;
  await auditRefusal(db, { ...event, clientId, ...originOf(request) }, clientId).catch((err: unknown) =>
    log.error({ err, clientId, requestId: request.id }, "a wrong client secret could not be audited"),
  );
}

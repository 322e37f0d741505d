/** Authenticates a request's client, and records wrong secrets. */
import type { FastifyRequest } from "fastify";
import type { Client } from "../clients/clients.sql.js";
import type { Context } from "../context.js";
import type { Form } from "../http/form.js";
/** @throws {OAuthError} invalid_client, invalid_request */
export declare function authenticate(context: Context, request: FastifyRequest, form: Form): Promise<Client>;
/**
 * Record a wrong secret, with a limit per client and API. The response is the same if recording fails: clients and
 * APIs are cached while the database is away.
 */
export declare function recordWrongSecret({ db, auditRefusal, log }: Context, request: FastifyRequest, whose: {
    readonly clientId: string;
} | {
    readonly resource: string;
}): Promise<void>;

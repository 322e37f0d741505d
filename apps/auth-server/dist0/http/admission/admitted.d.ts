/** Admission for the endpoints: words their refusals, and tells when a request's work is done. */
import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import type { HttpContext } from "../http-context.js";
import { Work } from "./work.js";
/** The request's work; without a place if the request did not come through a listener. */
export declare const workOf: (request: IncomingMessage) => Work;
/** Give a request's place back once its response is complete and no work is left. */
export declare function settleWork(app: FastifyInstance): void;
/** Refuse what was not admitted, in this scope's error format; do nothing if the client has gone. */
export declare function answerRefused(app: FastifyInstance, { metrics }: HttpContext): void;

import type { FastifyReply, FastifyRequest } from "fastify";
import type { Act } from "../administration/act.js";
/**
 * Answer with a representation and its ETag, or 304 if the client has it.
 *
 * @param once shown this one time, and not part of the representation
 */
export declare function show<T extends object, O extends object>(request: FastifyRequest, reply: FastifyReply, representation: T, once?: O): T & O;
/** Who acts; with If-Match, only on an unchanged item. */
export declare function actOf({ headers, administrator: by }: FastifyRequest): Act;

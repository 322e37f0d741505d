/** When a request is over. */
import type { FastifyReply } from "fastify";
/** Resolves once the answer has gone out, or nobody waits for it: what begins then cannot be timed by it. */
export declare const answered: ({ raw }: FastifyReply) => Promise<void>;

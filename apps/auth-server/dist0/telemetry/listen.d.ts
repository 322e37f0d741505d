/** Listening; a failure is explained in one sentence. */
import type { FastifyInstance } from "fastify";
/** A failed start that a setting can fix. The message says which. */
export declare class StartError extends Error {
    readonly name = "StartError";
}
/** Connections that wait for the event loop; the system turns away one more, and its client comes again after a second. */
export declare const backlog = 4096;
/** @param settings what the names of the two settings begin with @throws StartError */
export declare function listen(app: FastifyInstance, host: string, port: number, settings?: "" | "MANAGEMENT_"): Promise<void>;

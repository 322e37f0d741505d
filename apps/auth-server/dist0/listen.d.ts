import type { FastifyInstance } from "fastify";
interface Place {
    readonly host: string;
    readonly port: number;
}
/**
 * Listen there. `localhost` may resolve to both 127.0.0.1 and ::1, and clients may try either first. Fastify only
 * covers this for servers it creates itself; here, connections to the second address are passed to the one server.
 *
 * @throws StartError
 */
export declare function listen(app: FastifyInstance, { host, port }: Place): Promise<void>;
export {};

import type { FastifyBaseLogger } from "fastify";
import type { Config } from "./config.js";
import type { Context } from "./context.js";
/** The caller closes it. @param now milliseconds since 1970 @param monotonic milliseconds; never steps */
export declare function createContext(config: Config, log: FastifyBaseLogger, now?: () => number, monotonic?: () => number): Promise<Context>;

import type { Context } from "../context.js";
/** Tell clients until `signal` aborts. */
export declare function keepTellingClients(context: Context, signal: AbortSignal): Promise<void>;

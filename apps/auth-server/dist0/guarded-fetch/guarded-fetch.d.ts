import { type IncomingHttpHeaders } from "node:http";
import { type Lookup } from "./resolve.js";
export interface GuardedFetchOptions {
    /** The Accept header. What arrives is the caller's to check. */
    readonly accept: string;
    /** Of the body. */
    readonly maxBytes: number;
    /** From the look-up of the name to the last byte. */
    readonly totalMs: number;
    /** For development: also hosts of this machine, by http too, and any port. */
    readonly allowLoopback: boolean;
    readonly lookup?: Lookup;
}
/** An answer with status 200. */
export interface Fetched {
    readonly headers: IncomingHttpHeaders;
    readonly body: Buffer;
}
/**
 * GET, from a public address, without following redirects. The name is looked up once: the addresses that were judged
 * are the ones connected to, with the name for TLS.
 *
 * @throws {FetchProblem}
 */
export declare function fetchGuarded(url: string, options: GuardedFetchOptions): Promise<Fetched>;

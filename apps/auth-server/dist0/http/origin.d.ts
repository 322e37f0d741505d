import type { FastifyRequest } from "fastify";
/** Where a request came from. */
export interface RequestOrigin {
    readonly address: string;
    readonly userAgent: string | null;
    readonly requestId: string;
}
export declare const originOf: (request: FastifyRequest) => RequestOrigin;
/** An address for PostgreSQL's inet; the proxy's own if it passes on something else, such as "unknown". */
export declare function addressOf({ ip, socket }: Pick<FastifyRequest, "ip" | "socket">): string;
/** Whose `X-Forwarded-For` is trusted: the addresses and networks in `TRUST_PROXY`. */
export declare function createTrust(trustProxy: readonly string[]): (address: string, hop: number) => boolean;
/** The country a request comes from, as two capital letters; null if no trusted proxy reports it. */
export type CountryOf = (request: FastifyRequest) => string | null;
interface CountrySettings {
    readonly countryHeader: string | null;
    readonly trustProxy: readonly string[];
}
/** Reads `COUNTRY_HEADER`, only from proxies in `TRUST_PROXY`: anybody else could make it up. */
export declare function createCountryOf({ countryHeader, trustProxy }: CountrySettings): CountryOf;
export {};

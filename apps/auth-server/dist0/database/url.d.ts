/**
 * Parses DATABASE_URL with libpq's meaning, as far as node-postgres supports it; explains the rest in one sentence.
 *
 * Parsed by hand, because a URL parser ends the password at a raw # / or ?, takes the rest for a host and would
 * connect there.
 *
 * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
 */
import { type Tls } from "./tls.js";
/**
 * What is between Regrant and PostgreSQL. `session`: nothing, or a pooler that assigns a server connection for the
 * whole session. `transaction`: a pooler that assigns one per transaction, so neither settings nor named statements
 * persist.
 */
export declare const poolers: readonly ["session", "transaction"];
export type Pooler = (typeof poolers)[number];
/** How to reach the database. */
export interface DatabaseAddress {
    readonly url: string;
    readonly pooler: Pooler;
}
/**
 * Where and as whom to connect. Defaults are node-postgres's: the PG… variables, then localhost, 5432 and the login
 * name.
 */
export interface DatabaseTarget {
    readonly host?: string;
    readonly port?: number;
    readonly user?: string;
    readonly password?: string;
    readonly database?: string;
    readonly applicationName: string;
    /** Absent if the URL does not mention TLS. */
    readonly tls?: Tls;
    readonly channelBinding: "disable" | "prefer" | "require";
    /** Session settings from `options=-c name=value`. */
    readonly parameters: readonly (readonly [name: string, value: string])[];
    /** The rest of `options`, which only the server understands: a hoster's `endpoint=…`. */
    readonly startupOptions?: string;
}
/**
 * @throws {DatabaseUrlError} says which part is wrong and how to fix it; never contains anything that may be a
 * password
 */
export declare function parseDatabaseUrl(text: string): DatabaseTarget;
/** The value without surrounding quotes and line breaks, if it is valid. @throws {DatabaseUrlError} */
export declare function cleanDatabaseUrl(text: string, pooler: Pooler): string;

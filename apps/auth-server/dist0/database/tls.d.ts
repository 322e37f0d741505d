import type { ConnectionOptions } from "node:tls";
export interface Tls {
    /** What is verified about the server: nothing, that a trusted CA issued its certificate, or its name as well. */
    readonly verifies: "nothing" | "authority" | "name";
    readonly negotiation: "postgres" | "direct";
    /**
     * For one connection: files are re-read, so that a CA can be replaced while the server runs. False means no TLS.
     */
    options(): ConnectionOptions | false;
}
export declare const tlsKeywords: readonly string[];
type Keywords = ReadonlyMap<string, string>;
/**
 * @param name the name to expect in the certificate if the host is an address (`hostaddr`)
 * @returns undefined if the URL does not mention TLS
 * @throws {DatabaseUrlError}
 */
export declare function readTls(keywords: Keywords, name: string | undefined): Tls | undefined;
export {};

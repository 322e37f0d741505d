import type { FastifyBaseLogger } from "fastify";
import type { Lookup } from "../guarded-fetch/resolve.js";
import { type ClientDocument } from "./document.js";
export interface ClientDocumentsOptions {
    /** Only where the issuer is on loopback itself: development (§8.6). */
    readonly allowLoopback: boolean;
    readonly log: Pick<FastifyBaseLogger, "info">;
    readonly now?: () => number;
    readonly lookup?: Lookup;
}
export interface ClientDocuments {
    /**
     * @param isKnown whether users have let this client in
     * @throws {OAuthError} client_id_url_refused, or client_document_…
     */
    read(clientId: string, isKnown?: boolean): Promise<ClientDocument>;
}
export declare function createClientDocuments(options: ClientDocumentsOptions): ClientDocuments;

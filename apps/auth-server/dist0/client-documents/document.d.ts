export interface ClientDocument {
    /** The URL of the document. */
    readonly clientId: string;
    /** As the client says. Anybody may choose any name: show the host of `clientId` with it. */
    readonly name: string;
    readonly redirectUris: readonly string[];
    readonly grantTypes: readonly DocumentGrant[];
    readonly tokenEndpointAuthMethod: "none";
}
/** For everything else a client needs a secret or a key, or an operator's trust. */
declare const documentGrants: readonly ["authorization_code", "refresh_token"];
type DocumentGrant = (typeof documentGrants)[number];
/** @throws {OAuthError} client_document_invalid, client_document_method_unsupported */
export declare function parseClientDocument(body: Uint8Array, clientId: string): ClientDocument;
export {};

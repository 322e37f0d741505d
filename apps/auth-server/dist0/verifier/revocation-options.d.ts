export interface RevocationOptions {
    /** Poll the status lists that tokens refer to. */
    readonly mode: "poll";
    /** How long a list is good if the issuer does not answer, 20 to 86 400. Default: 300. */
    readonly staleSeconds?: number | undefined;
    /**
     * What follows then: accept tokens, as without revocation, or refuse them with a 503 until the issuer answers. Default: accept, so
     * that the API outlives the authorization server.
     */
    readonly onStale?: "accept" | "refuse" | undefined;
    /** Where the issuer's lists are to be had from here. Default: where its keys are, if `jwksUrl` is the issuer's usual path, else the issuer. */
    readonly issuerUrl?: string | undefined;
}
/** The options, checked. */
export interface Revocation {
    readonly staleSeconds: number;
    readonly onStale: "accept" | "refuse";
    readonly issuer: string;
    readonly addressOf: (uri: string) => URL;
}
/** @throws TypeError if an option is invalid */
export declare function readRevocation(issuer: string, keysUrl: URL, { mode, staleSeconds, onStale, issuerUrl }: RevocationOptions): Revocation;

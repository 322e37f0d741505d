/** Who acts, and from where. */
/** Who acts, as far as the network and the process can tell. */
export interface Actor {
    /**
     * `operator:<login name>`, `client:<client_id>` or `user:<id>` if somebody acts on others; `registration` if a client
     * registers itself; `provider:<id>` if another OpenID provider gives or takes roles; otherwise the event's own user or client.
     */
    readonly actor?: string;
    readonly address?: string;
    readonly userAgent?: string | null;
    /** The response's `x-request-id`. */
    readonly requestId?: string;
}
/** Who sends a request, as far as the network can tell. */
export interface Origin {
    readonly address: string;
    readonly userAgent: string | null;
    readonly requestId: string;
}
/** The origin of a token request. */
export interface LocatedOrigin extends Origin {
    /** Two capital letters; null if unknown. */
    readonly country: string | null;
}

/** The name that a client gives itself. Anybody may choose any name: say with it where the client comes from. */
/** A `client_name` for one line of a page; null if there is nothing to read in it. */
export declare function readableName(name: unknown): string | null;

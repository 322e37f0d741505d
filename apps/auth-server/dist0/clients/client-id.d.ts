/** The two kinds of client_id. Whatever is neither is unknown without asking the database. */
/** One that an operator or this server has chosen. */
export declare const isClientId: (value: string) => boolean;
/** The URL of a client's metadata document; whether it may be one, `client-documents` decides. */
export declare const isClientIdUrl: (value: string) => boolean;
export declare const isAnyClientId: (value: string) => boolean;

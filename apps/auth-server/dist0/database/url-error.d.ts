/** A fault in DATABASE_URL, worded to follow that name in a sentence. Contains nothing that may be secret. */
export declare class DatabaseUrlError extends Error {
    readonly name = "DatabaseUrlError";
}

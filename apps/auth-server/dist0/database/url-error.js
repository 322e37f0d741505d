/** A fault in DATABASE_URL, worded to follow that name in a sentence. Contains nothing that may be secret. */
export class DatabaseUrlError extends Error {
    name = "DatabaseUrlError";
}
//# sourceMappingURL=url-error.js.map
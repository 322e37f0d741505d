/** The two kinds of client_id. Whatever is neither is unknown without asking the database. */
/** One that an operator or this server has chosen. */
export const isClientId = (value) => /^[A-Za-z0-9._~-]{1,128}$/.test(value);
/** The URL of a client's metadata document; whether it may be one, `client-documents` decides. */
export const isClientIdUrl = (value) => /^https?:\/\//i.test(value);
export const isAnyClientId = (value) => isClientId(value) || isClientIdUrl(value);
//# sourceMappingURL=client-id.js.map
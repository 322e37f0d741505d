/** A URL below an issuer or resource, with or without its trailing slash. */
export const under = (base: string, path: string): string => base.replace(/\/+$/, "") + path;

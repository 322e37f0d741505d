/** Cookies: their prefix, and their values as sent. */
import type { FastifyRequest } from "fastify";
/**
 * Every value of a cookie, in order. Only the separators' own whitespace is trimmed: browsers do not protect
 * `__Host-` behind other blanks, such as U+00A0, so such a name may be planted and is not this cookie.
 */
export declare const cookiesOf: ({ headers }: Pick<FastifyRequest, "headers">, name: string) => string[];
/** `__Host-` requires https; an http issuer is on this machine, for development. */
export declare const isSecure: (issuer: string) => boolean;
/** The name of a cookie of this server's pages. */
export declare const cookieName: (issuer: string, name: string) => string;
/** What such a cookie has: no script reads it, and no other site's form sends it. */
export declare const cookieAttributes: (issuer: string) => {
    readonly path: "/";
    readonly httpOnly: true;
    readonly sameSite: "lax";
    readonly secure: boolean;
};

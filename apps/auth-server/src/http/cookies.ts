/** Cookies: their prefix, and their values as sent. */
import type { FastifyRequest } from "fastify";

/**
 * Every value of a cookie, in order. Only the separators' own whitespace is trimmed: browsers do not protect
 * `__Host-` behind other blanks, such as U+00A0, so such a name may be planted and is not this cookie.
 */
export const cookiesOf = ({ headers }: Pick<FastifyRequest, "headers">, name: string): string[] =>
  (headers.cookie ?? "")
    .split(";")
    .map((pair) => pair.replace(/^[ \t]+|[ \t]+$/g, ""))
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));

/** `__Host-` requires https; an http issuer is on this machine, for development. */
export const isSecure = (issuer: string): boolean => issuer.startsWith("https:");

/** The name of a cookie of this server's pages. */
export const cookieName = (issuer: string, name: string): string =>
  isSecure(issuer) ? `__Host-${name}` : name;

/** What such a cookie has: no script reads it, and no other site's form sends it. */
export const cookieAttributes = (issuer: string) =>
  ({ path: "/", httpOnly: true, sameSite: "lax", secure: isSecure(issuer) }) as const;

/**
 * Every value of a cookie, in order. Only the separators' own whitespace is trimmed: browsers do not protect
 * `__Host-` behind other blanks, such as U+00A0, so such a name may be planted and is not this cookie.
 */
export const cookiesOf = ({ headers }, name) => (headers.cookie ?? "")
    .split(";")
    .map((pair) => pair.replace(/^[ \t]+|[ \t]+$/g, ""))
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
/** `__Host-` requires https; an http issuer is on this machine, for development. */
export const isSecure = (issuer) => issuer.startsWith("https:");
/** The name of a cookie of this server's pages. */
export const cookieName = (issuer, name) => isSecure(issuer) ? `__Host-${name}` : name;
/** What such a cookie has: no script reads it, and no other site's form sends it. */
export const cookieAttributes = (issuer) => ({ path: "/", httpOnly: true, sameSite: "lax", secure: isSecure(issuer) });
//# sourceMappingURL=cookies.js.map
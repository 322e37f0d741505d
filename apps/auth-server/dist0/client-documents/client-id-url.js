/**
 * Client ids that are URLs. They are compared as strings, so each document has one: the URL as the WHATWG URL Standard
 * spells it. Any other spelling, which might show one host and lead to another, is refused.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document-02#section-3
 */
import { isLoopbackHost, parseUrl } from "../shared/index.js";
import { shown } from "../http/shown-value.js";
/** Characters. */
const longest = 200;
/** What is wrong with a URL as a client_id; null if nothing is. A query is discouraged (§3), and allowed. */
export function faultOfClientIdUrl(clientId, allowLoopback) {
    if (clientId.length > longest)
        return `is longer than ${longest} characters`;
    const url = parseUrl(clientId);
    if (url === null)
        return "is not a URL";
    if (url.protocol !== "https:" && !(allowLoopback && isLoopbackHost(url.hostname)))
        return "is not https";
    if (clientId.includes("#"))
        return "has a fragment";
    if (url.username !== "" || url.password !== "")
        return "has a user name in it";
    // Dots in the path, also encoded, backslashes, control characters, numbers as addresses, capitals, port 443.
    if (url.href !== clientId && url.href !== `${clientId}/`)
        return `has to be spelled ${shown(url.href)}`;
    if (url.pathname === "/")
        return "has no path, which says which client of the host it is";
    return null;
}
//# sourceMappingURL=client-id-url.js.map
/**
 * Browser apps' origins, spelled as in the Origin header, because they are compared exactly.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6454#section-6.2
 */
import { parseUrl } from "../shared/index.js";
/** What is wrong with an origin to register; null if nothing is. */
export function faultOfOrigin(origin) {
    if (/^null$/i.test(origin) || /^file:/i.test(origin)) {
        return "is the origin of every sandboxed page and of every local file: whatever a user opens could read this client's answers. Serve the app over https, or give its web view a scheme of its own";
    }
    if (origin.includes("*"))
        return "has a wildcard; each origin is registered whole";
    const spelled = spelledByBrowsers(origin);
    if (spelled === null)
        return "is not an origin like https://app.example.com (no path, no slash at the end)";
    return spelled === origin ? null : `is spelled ${spelled} by browsers`;
}
/** Schemes whose pages have an opaque origin. */
const opaque = ["about", "blob", "data", "filesystem", "javascript", "vbscript", "mailto", "urn"];
/** null if it has no origin. */
function spelledByBrowsers(origin) {
    const url = parseUrl(origin);
    if (url === null)
        return null;
    if (isHttp(origin))
        return url.origin;
    // A web view's own scheme, as in tauri://localhost: scheme and host, in lower case.
    const [, scheme = "", host = ""] = /^([a-z][a-z0-9+.-]*):\/\/([a-z0-9._-]+(?::\d{1,5})?)(?:[/?#]|$)/i.exec(origin) ?? [];
    if (host === "" || opaque.includes(scheme.toLowerCase()))
        return null;
    return `${scheme}://${host}`.toLowerCase();
}
const isHttp = (origin) => /^https?:\/\//i.test(origin);
/** A page of a desktop or mobile app, or of a browser extension, whose scheme no web site has. */
export const isWebViewOrigin = (origin) => !isHttp(origin);
//# sourceMappingURL=web-origin.js.map
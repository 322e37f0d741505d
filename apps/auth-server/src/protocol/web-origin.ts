/**
 * The origins of browser apps, spelled as browsers write them in the Origin header: they are compared letter for letter.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6454#section-6.2
 */
import { parseUrl } from "@regrant/shared";

/** What is wrong with an origin that is to be registered; null where it may be. */
export function faultOfOrigin(origin: string): string | null {
  if (/^null$/i.test(origin) || /^file:/i.test(origin)) {
    return "is the origin of every sandboxed page and of every local file: whatever a user opens could read this client's answers. Serve the app over https, or give its web view a scheme of its own";
  }
  if (origin.includes("*")) return "has a wildcard; each origin is registered whole";
  const spelled = spelledByBrowsers(origin);
  if (spelled === null) return "is not an origin like https://app.example.com (no path, no slash at the end)";
  return spelled === origin ? null : `is spelled ${spelled} by browsers`;
}

/** Schemes whose pages have no origin of their own. */
const opaque = ["about", "blob", "data", "filesystem", "javascript", "vbscript", "mailto", "urn"];

/** null where it has no origin. */
function spelledByBrowsers(origin: string): string | null {
  const url = parseUrl(origin);
  if (url === null) return null;
  if (isHttp(origin)) return url.origin;
  // A web view's own scheme, like tauri://localhost: scheme and host, in lower case.
  const [, scheme = "", host = ""] =
    /^([a-z][a-z0-9+.-]*):\/\/([a-z0-9._-]+(?::\d{1,5})?)(?:[/?#]|$)/i.exec(origin) ?? [];
  if (host === "" || opaque.includes(scheme.toLowerCase())) return null;
  return `${scheme}://${host}`.toLowerCase();
}

const isHttp = (origin: string): boolean => /^https?:\/\//i.test(origin);

/** The page of a desktop or phone app, or of a browser extension: its scheme is no web site's. */
export const isWebViewOrigin = (origin: string): boolean => !isHttp(origin);

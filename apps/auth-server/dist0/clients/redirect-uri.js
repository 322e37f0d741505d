/**
 * Redirect URIs: registered in full, matched exactly, with any port on this machine.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7
 */
import { isLoopbackHost, parseUrl } from "../shared/index.js";
/**
 * The http URI of a native app, which listens on any free port. RFC 8252 §7.3 allows any port on loopback addresses;
 * `localhost` is the same place and used by programs that cannot be changed.
 */
const loopback = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::\d{1,5})?(?=[/?]|$)/;
/** Whether this is one of the registered URIs. Compared as strings: no decoding, case folding or normalization. */
export function isRegisteredRedirectUri(registered, presented) {
    return registered.some((uri) => uri === presented ||
        (loopback.test(uri) && withoutPort(uri) === withoutPort(presented) && parseUrl(presented) !== null));
}
/** What does not change from one start of a native app to the next. */
/** Whether it leads to nobody but the user. */
export const isOnLoopback = (uri) => loopback.test(uri);
export const withoutPort = (uri) => uri.replace(loopback, "http://$1");
/**
 * What is wrong with a URI to register, in the characters of an error_description (RFC 6749 §5.2); null if nothing is.
 *
 * @param undotted whether this client may use private-use schemes without a dot
 */
export function faultOfRedirectUri(uri, undotted = false) {
    const url = parseUrl(uri);
    if (url === null || !/^[\x21-\x7e]+$/.test(uri) || uri.includes("\\"))
        return "is not an absolute URI";
    if (/^[a-z0-9.-]+:\d+(\/|$)/i.test(uri))
        return "has no scheme; write https:// or http:// in front";
    const never = neverApps.find(({ schemes }) => schemes.includes(url.protocol.slice(0, -1)));
    if (never !== undefined)
        return `has the scheme ${url.protocol}, which ${never.because}`;
    if (uri.includes("#"))
        return "has a fragment (RFC 6749 section 3.1.2)";
    if (url.username !== "" || url.password !== "")
        return "has a user name in it";
    if (uri.includes("*"))
        return "has a wildcard; each URI is registered whole";
    if (/(^|\/)(\.|%2e){1,2}(\/|$|\?)/i.test(uri.replace(/^[a-z0-9+.-]+:\/*/i, "/")))
        return "has dots in its path";
    if (/^https?:/.test(url.protocol) && !/^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d+)?([/?]|$)/i.test(uri))
        return "has no plain host name";
    if (url.protocol === "https:")
        return null;
    if (url.protocol === "http:") {
        return isLoopbackHost(url.hostname)
            ? null
            : "is http; only loopback addresses and localhost may be (RFC 8252 section 7.3)";
    }
    if (/^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(url.protocol))
        return null;
    if (!isUndotted(uri))
        return "has a private-use scheme with a dot too many";
    return undotted
        ? null
        : "has a private-use scheme without a dot, which any app may claim; use a reversed domain name such as com.example.app: (RFC 8252 section 7.1)";
}
/** A private-use scheme that is not based on a domain name: an operator may allow it (RFC 8252 §8.4 is a SHOULD). */
export const isUndotted = (uri) => parseUrl(uri) !== null && !/^https?:/i.test(uri) && /^[a-z][a-z0-9+-]*:/i.test(uri);
/** Schemes that never belong to an app, whatever the operator says. */
const neverApps = [
    {
        schemes: ["javascript", "vbscript", "livescript", "mocha", "data", "mhtml"],
        because: "makes the browser run what follows instead of handing the answer to an app",
    },
    {
        schemes: [
            "file",
            "filesystem",
            "blob",
            "about",
            "view-source",
            "chrome",
            "edge",
            "resource",
            "jar",
            "res",
        ],
        because: "names something of the browser or on the disk, and no app",
    },
    {
        schemes: ["intent", "android-app", "shell", "search-ms", "ms-msdt"],
        because: "leaves it to the address which program opens and what it does, so the code could go to any",
    },
    {
        schemes: [
            "mailto",
            "tel",
            "sms",
            "ftp",
            "ftps",
            "ws",
            "wss",
            "urn",
            "ssh",
            "telnet",
            "ldap",
            "smb",
            "news",
        ],
        because: "belongs to another protocol: no app receives codes by it",
    },
];
/** Where a redirect leads, for display. A private-use scheme has no host, whatever it looks like. */
export function destinationOf(uri) {
    const { host, protocol } = new URL(uri);
    return /^https?:$/.test(protocol) ? host : protocol.slice(0, -1);
}
//# sourceMappingURL=redirect-uri.js.map
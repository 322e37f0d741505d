/**
 * Parse a URL; null if it is invalid. Not `URL.canParse`: on Node.js 24.21 and 26 it accepts long URLs that `new URL`
 * then rejects.
 */
export function parseUrl(text) {
    try {
        return new URL(text);
    }
    catch {
        return null;
    }
}

/**
 * Parse a URL; null if it is invalid. Not `URL.canParse`: on Node.js 24.21 and 26 it accepts long URLs that `new URL`
 * then rejects.
 */
export declare function parseUrl(text: string): URL | null;

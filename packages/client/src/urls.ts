/** Which addresses tokens may go to. */

/** Whether plain HTTP does not leave this machine; anywhere else tokens travel by https only (RFC 9700 §2.6). */
export const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);

export const isConfidential = (url: URL): boolean => url.protocol === "https:" || isLoopback(url);

/** Whether the URL is at or below one of these, path segment by path segment. */
export function isWithin(url: URL, apis: readonly URL[]): boolean {
  return apis.some(({ origin, pathname }) => {
    const folder = pathname.endsWith("/") ? pathname : `${pathname}/`;
    return url.origin === origin && (url.pathname === pathname || url.pathname.startsWith(folder));
  });
}

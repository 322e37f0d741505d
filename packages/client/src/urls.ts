/** Which URLs tokens may be sent to. */

/** Whether it is http that never leaves this machine; anywhere else tokens require https (RFC 9700 §2.6). */
export const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);

export const isConfidential = (url: URL): boolean => url.protocol === "https:" || isLoopback(url);

/** Whether the URL is one of these or below it, by whole path segments. */
export function isWithin(url: URL, apis: readonly URL[]): boolean {
  return apis.some(({ origin, pathname }) => {
    const folder = pathname.endsWith("/") ? pathname : `${pathname}/`;
    return url.origin === origin && (url.pathname === pathname || url.pathname.startsWith(folder));
  });
}

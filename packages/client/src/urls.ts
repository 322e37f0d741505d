/** Which URLs tokens may be sent to. */

/** Whether it is http that never leaves this machine; anywhere else tokens require https (RFC 9700 §2.6). */
export const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);

export const isConfidential = (url: URL): boolean => url.protocol === "https:" || isLoopback(url);

/** Adds the parameters that have a value. */
export function addParameters(url: URL, parameters: Readonly<Record<string, string | undefined>>): URL {
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

/** Whether the URL is one of these or below it, by whole path segments. */
export function isWithin(url: URL, apis: readonly URL[]): boolean {
  return apis.some(({ origin, pathname }) => {
    const folder = pathname.endsWith("/") ? pathname : `${pathname}/`;
    return url.origin === origin && (url.pathname === pathname || url.pathname.startsWith(folder));
  });
}

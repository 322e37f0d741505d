/** A browser's cookies and headers: what an app's page sends with `fetch`, and what a navigation sends. */

export interface Browser {
  readonly cookies: Map<string, string>;
  /** As an app's page does. Cookies of the answer are kept, unless the answer is to arrive later. */
  ask(path: string, init?: RequestInit & { readonly arrivesLater?: boolean }): Promise<Response>;
  /** The answer's cookies arrive. */
  keep(response: Response): void;
  /** A navigation; redirects are not followed. */
  open(path: string, options?: { readonly isCrossSite?: boolean }): Promise<Response>;
}

export function openBrowser(origin: () => string, cookies = new Map<string, string>()): Browser {
  /** Names of cookies that come along only from pages of the same site. */
  const strict = new Set<string>();
  const header = (isCrossSite: boolean) =>
    [...cookies]
      .filter(([name]) => !(isCrossSite && strict.has(name)))
      .map(([name, value]) => `${name}=${value}`)
      .join("; ");
  const keep = (response: Response) => {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/; Max-Age=0\b/.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
      if (/SameSite=Strict/.test(cookie)) strict.add(name);
    }
  };
  return {
    cookies,
    keep,
    async ask(path, { arrivesLater = false, ...init } = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has("x-regrant-bff")) headers.set("x-regrant-bff", "1");
      headers.set("cookie", header(false));
      const response = await fetch(origin() + path, { redirect: "manual", ...init, headers });
      if (!arrivesLater) keep(response);
      return response;
    },
    async open(path, { isCrossSite = false } = {}) {
      const headers = { cookie: header(isCrossSite), "sec-fetch-site": isCrossSite ? "cross-site" : "none" };
      const response = await fetch(origin() + path, { redirect: "manual", headers });
      keep(response);
      return response;
    },
  };
}

/** A browser's cookies for Node.js's fetch: one jar, sent if credentials are included. */
export function withCookies(jar = new Map<string, string>()): typeof fetch {
  return async (input, init) => {
    if (init?.credentials !== "include") return fetch(input, init);
    const headers = new Headers(init.headers);
    headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(input, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = cookie.match(/^([^=]+)=([^;]*)/) ?? [];
      jar.set(name, value);
    }
    return response;
  };
}

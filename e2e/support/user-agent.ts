/** A user with the plainest of browsers: cookies, redirects and forms, no script. */
import type { User } from "./registrations.js";

/**
 * Follows an authorization request through sign-in and consent.
 *
 * @returns the address that it comes to at last, unvisited: it begins with `until`, like a client's redirect URI
 */
export async function walkThrough(authorizationUrl: URL, user: User, until: string): Promise<URL> {
  const cookies = new Map<string, string>();
  const answers = { username: user.email, password: user.password, decision: "allow" };
  let at = authorizationUrl;
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 10; step += 1) {
    const response = await fetch(at, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form !== null && { method: "POST", body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const page = await response.text();
    const location = response.headers.get("location") ?? refreshOf(page);
    if (location !== undefined) {
      at = new URL(location, at);
      form = null;
      if (at.href.startsWith(until)) return at;
    } else {
      const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1];
      if (response.status !== 200 || action === undefined)
        throw new Error(`stuck at ${at.pathname}: ${page}`);
      at = new URL(action, at);
      form = new URLSearchParams({ ...hiddenFields(page), ...answers });
    }
  }
  throw new Error("the authorization server sends the browser round in circles");
}

/** Where a page leads by itself: in place of a redirect whose address is too long for one. */
const refreshOf = (page: string): string | undefined =>
  /<meta http-equiv="refresh" content="0; url=([^"]*)">/.exec(page)?.[1]?.replaceAll("&amp;", "&");

function hiddenFields(page: string): Record<string, string> {
  const fields = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries(
    [...fields].map(([, name, value = ""]) => [name, value.replaceAll("&amp;", "&")]),
  );
}

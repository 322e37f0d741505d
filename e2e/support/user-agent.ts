/** A user with the plainest of browsers: cookies, redirects and forms, no script. */
import type { User } from "./registrations.js";

export interface Walk {
  /** Once, before the right one. */
  readonly wrongPassword?: string;
  /** The authorization request goes as a form (RFC 6749 §3.1). */
  readonly byPost?: boolean;
  readonly decision?: "allow" | "deny";
}

export interface Arrival {
  /** Unvisited: it begins with `until`, like a client's redirect URI. */
  readonly address: URL;
  /** What is brought there: in the query, or as a form (`form_post`). */
  readonly answer: URLSearchParams;
  /** The pages on which something was typed or pressed, in their order. */
  readonly pages: readonly string[];
}

/** Follows an authorization request through sign-in and consent, up to the first address that begins with `until`. */
export async function walk(
  authorizationUrl: URL,
  user: User,
  until: string,
  { wrongPassword, byPost = false, decision = "allow" }: Walk = {},
): Promise<Arrival> {
  const cookies = new Map<string, string>();
  const passwords = [wrongPassword, user.password].filter((password) => password !== undefined);
  const pages: string[] = [];
  let at = byPost ? new URL(authorizationUrl.pathname, authorizationUrl) : authorizationUrl;
  let form = byPost ? authorizationUrl.searchParams : null;
  for (let step = 0; step < 12; step += 1) {
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
      if (at.href.startsWith(until)) return { address: at, answer: at.searchParams, pages };
      continue;
    }
    const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1];
    const isRepeated = response.status === 400 && at.pathname === "/login";
    if (action === undefined || (response.status !== 200 && !isRepeated))
      throw new Error(`stuck at ${at.pathname} with ${response.status}: ${page}`);
    at = new URL(unescaped(action), at);
    form = new URLSearchParams(hiddenFields(page));
    if (at.href.startsWith(until)) return { address: at, answer: form, pages };
    pages.push(at.pathname);
    const typed = { username: user.email, password: passwords.shift() ?? user.password, decision };
    for (const [name, value] of Object.entries(typed)) form.set(name, value);
  }
  throw new Error("the authorization server sends the browser round in circles");
}

/** The same, where only the address counts. */
export const walkThrough = async (authorizationUrl: URL, user: User, until: string): Promise<URL> =>
  (await walk(authorizationUrl, user, until)).address;

/** Where a page leads by itself: in place of a redirect whose address is too long for one. */
const refreshOf = (page: string): string | undefined => {
  const target = /<meta http-equiv="refresh" content="0; url=([^"]*)">/.exec(page)?.[1];
  return target && unescaped(target);
};

function hiddenFields(page: string): Record<string, string> {
  const fields = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name, value = ""]) => [name, unescaped(value)]));
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

const unescaped = (markup: string): string =>
  markup.replace(/&(?:#(\d+)|(\w+));/g, (whole, code, name) =>
    code === undefined ? (entities[name] ?? whole) : String.fromCodePoint(Number(code)),
  );

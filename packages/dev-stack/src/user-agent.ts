/** A person with the plainest of browsers: cookies, redirects and forms, no script. */

export interface Visit {
  /** Once, before the right one. */
  readonly wrongPassword?: string;
  /** The authorization request goes as a form (RFC 6749 §3.1). */
  readonly byPost?: boolean;
  readonly decision?: "allow" | "deny";
  /** Those of earlier visits with the same browser, and afterwards of this one. */
  readonly cookies?: Map<string, string>;
  /** Told of each thing that the person does: opens the first address, sends a form. */
  readonly onAct?: (act: Act) => void;
}

/** One act, and where it ends: on a page, or at the address that was waited for. Redirects between are followed. */
export interface Act {
  readonly method: "GET" | "POST";
  readonly at: URL;
  /** What was sent; empty for a GET. */
  readonly form: URLSearchParams;
  readonly end: URL;
  /** Of the last answer. */
  readonly status: number;
  readonly milliseconds: number;
}

export interface Arrival {
  /** Unvisited: it begins with `until`, like a client's redirect URI. */
  readonly address: URL;
  /** What is brought there: in the query, or as a form (`form_post`). */
  readonly answer: URLSearchParams;
  /** The pages on which something was typed or pressed, in their order. */
  readonly pages: readonly string[];
}

const mostActs = 6;
const mostRedirects = 6;

/**
 * Follows an authorization request through sign-in and consent, up to the first address that begins with `until`.
 *
 * @throws Error where the password is refused, or a page has no form that leads on
 */
export async function visit(
  authorizationUrl: URL,
  user: { readonly email: string; readonly password: string },
  until: string,
  { wrongPassword, byPost = false, decision = "allow", cookies, onAct }: Visit = {},
): Promise<Arrival> {
  const browser = openBrowser(until, cookies);
  const passwords = [wrongPassword, user.password].filter((password) => password !== undefined);
  const pages: string[] = [];
  let at = byPost ? new URL(authorizationUrl.pathname, authorizationUrl) : authorizationUrl;
  let form = byPost ? authorizationUrl.searchParams : null;
  for (let acts = 0; acts < mostActs; acts += 1) {
    const since = performance.now();
    const { page, status, end } = await browser.go(at, form);
    onAct?.({
      ...{ method: form === null ? "GET" : "POST", at, form: form ?? new URLSearchParams() },
      ...{ end, status, milliseconds: performance.now() - since },
    });
    if (page === null) return { address: end, answer: end.searchParams, pages };
    const isLogin = end.pathname === "/login";
    const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1];
    if (action === undefined || (status !== 200 && !(isLogin && status < 500)))
      throw new Error(`stuck at ${end.pathname} with ${status}: ${page}`);
    at = new URL(unescaped(action), end);
    form = new URLSearchParams(hiddenFields(page));
    if (at.href.startsWith(until)) return { address: at, answer: form, pages };
    pages.push(at.pathname);
    if (isLogin) {
      const password = passwords.shift();
      if (password === undefined) throw new Error(`${at.pathname} refuses the password of ${user.email}`);
      form.set("username", user.email);
      form.set("password", password);
    } else form.set("decision", decision);
  }
  throw new Error("the authorization server sends the browser round in circles");
}

/**
 * Opens a page and sends the one of its forms that goes to `action` with this field in it.
 *
 * @throws Error where the page has none
 */
export async function sendForm(
  page: URL,
  action: string,
  [name, value]: readonly [name: string, value: string],
  cookies: Map<string, string>,
): Promise<Act> {
  const browser = openBrowser("nowhere:", cookies);
  const opened = await browser.go(page, null);
  const forms = opened.page?.split(`<form method="post" action="${action}"`).slice(1) ?? [];
  const fields = forms.map((form) => hiddenFields(form.split("</form>")[0] ?? ""));
  const found = fields.find((hidden) => hidden[name] === value);
  if (found === undefined) throw new Error(`${opened.end.pathname} has no form for the ${name} ${value}`);
  const at = new URL(action, opened.end);
  const form = new URLSearchParams(found);
  const since = performance.now();
  const { status, end } = await browser.go(at, form);
  return { method: "POST", at, form, end, status, milliseconds: performance.now() - since };
}

/** What a browser keeps, and how it goes on by itself until it shows a page or has come to `until`. */
function openBrowser(until: string, cookies = new Map<string, string>()) {
  return {
    /** `page` is null where it has come to `until`, which is not asked for. */
    async go(
      first: URL,
      form: URLSearchParams | null,
    ): Promise<{ page: string | null; status: number; end: URL }> {
      let [at, body] = [first, form];
      for (let redirects = 0; redirects < mostRedirects; redirects += 1) {
        const response = await fetch(at, {
          redirect: "manual",
          headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
          signal: AbortSignal.timeout(10_000),
          ...(body !== null && { method: "POST", body }),
        });
        for (const cookie of response.headers.getSetCookie()) {
          const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
          cookies.set(name, value);
        }
        const page = await response.text();
        const location = response.headers.get("location") ?? refreshOf(page);
        if (location === undefined) return { page, status: response.status, end: at };
        at = new URL(location, at);
        body = null;
        if (at.href.startsWith(until)) return { page: null, status: response.status, end: at };
      }
      throw new Error("the authorization server sends the browser round in circles");
    },
  };
}

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

/** A browser, as far as the pages can tell: a cookie jar, redirects within the issuer, and the forms of the page. */
import type { TestServer } from "./server.js";

export type Fields = Readonly<Record<string, string>>;
type Headers = Readonly<Record<string, string>>;

export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** The current address, within the issuer. */
  readonly path: string;
  /** Where it redirects; null for a page. */
  readonly location: string | null;
  /** Set-Cookie, one line each. */
  readonly setCookies: readonly string[];
}

export const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

export class Browser {
  readonly #server: TestServer;
  readonly #headers: Headers;
  #cookies: Cookie[] = [];

  /** `headers` are sent with every request. */
  constructor(server: TestServer, headers: Headers = {}) {
    this.#server = server;
    this.#headers = { "user-agent": firefox, ...headers };
  }

  /** The same browser at another replica. */
  at(server: TestServer): Browser {
    const other = new Browser(server, this.#headers);
    other.#cookies = this.#cookies;
    return other;
  }

  cookie(name: string): string | undefined {
    return this.#cookies.find((cookie) => cookie.name === name)?.value;
  }

  setCookie(name: string, value: string, path = "/"): void {
    this.#cookies = [...this.#cookies.filter((cookie) => cookie.name !== name), { name, value, path }];
  }

  /** One request; its redirect is not followed. */
  async get(url: string, headers: Headers = {}): Promise<Page> {
    return await this.#send("GET", url, headers);
  }

  async head(url: string): Promise<Page> {
    return await this.#send("HEAD", url, {});
  }

  /** With the headers that browsers send from a page under `no-referrer`. */
  async post(url: string, fields: Fields | string, headers: Headers = {}): Promise<Page> {
    const sent = { origin: "null", "sec-fetch-site": "same-origin", ...headers };
    return await this.#send("POST", url, sent, new URLSearchParams(fields).toString());
  }

  /** Follow redirects within the issuer. @returns a page, or the redirect that leads elsewhere */
  async follow(page: Page): Promise<Page> {
    let current = page;
    for (let turns = 0; current.location?.startsWith("/"); turns += 1) {
      if (turns === 10) throw new Error(`in circles: ${current.location}`);
      current = await this.get(current.location.replace(/#.*$/, ""));
    }
    return current;
  }

  async visit(url: string): Promise<Page> {
    return this.follow(await this.get(url));
  }

  /** Submit a form of the page with additional fields. `about` is a text in the form, if the page has several. */
  async submit(page: Page, action: string, fields: Fields = {}, about = ""): Promise<Page> {
    return this.follow(await this.post(action, { ...hiddenFields(page, action, about), ...fields }));
  }

  async #send(
    method: "GET" | "HEAD" | "POST",
    url: string,
    headers: Headers,
    payload?: string,
  ): Promise<Page> {
    const cookies = this.#cookies.filter(({ path }) => url.startsWith(path));
    const response = await this.#server.app.inject({
      method,
      url,
      headers: {
        ...this.#headers,
        ...(payload !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
        ...(cookies.length > 0 && {
          cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
        }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    });
    for (const { name, value, path, maxAge, expires } of response.cookies) {
      const gone = maxAge === 0 || (expires !== undefined && expires.getTime() <= Date.now());
      this.#cookies = this.#cookies.filter((cookie) => cookie.name !== name);
      if (!gone) this.#cookies.push({ name, value, path: String(path ?? "/") });
    }
    const location = response.headers.location ?? refreshOf(response.body);
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.body,
      path: url,
      location: location === undefined ? null : String(location),
      setCookies: [response.headers["set-cookie"] ?? []].flat(),
    };
  }
}

/** Where a page redirects by itself. */
function refreshOf(body: string): string | undefined {
  const [, url] = /<meta http-equiv="refresh" content="0; url=([^"]*)">/.exec(body) ?? [];
  return url === undefined ? undefined : unescaped(url);
}

/** A form's hidden fields, unescaped as browsers do. */
export function hiddenFields({ body }: Page, action: string, about = ""): Fields {
  const forms = body.match(/<form [\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((markup) => markup.includes(` action="${action}"`) && markup.includes(about));
  if (form === undefined) throw new Error(`no form leads to ${action}: ${textOf(body)}`);
  const inputs = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = "", value = ""]) => [name, unescaped(value)]));
}

/** The visible text. */
export const textOf = (markup: string): string =>
  unescaped(markup.replace(/<(style|script)>[\s\S]*?<\/\1>|<[^>]+>/g, " "))
    .replace(/\s+/g, " ")
    .trim();

const entities: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};
const unescaped = (text: string): string =>
  text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? "");

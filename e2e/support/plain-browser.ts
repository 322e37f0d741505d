/** A browser without script for several servers: cookies, redirects, and the forms of the page that it shows. */

type Fields = Readonly<Record<string, string>>;

const mostRedirects = 15;

export class PlainBrowser {
  readonly #cookies = new Map<string, Map<string, string>>();
  #at = new URL("about:blank");
  #page = "";

  /** What the page says. */
  get text(): string {
    return this.#page.replace(/<(style|script)>[\s\S]*?<\/\1>|<[^>]+>/g, " ");
  }

  /** @returns where it ended */
  visit(url: string): Promise<URL> {
    return this.#go(new URL(url), null);
  }

  /** Send the page's form with this action. @returns where it ended */
  submit(action: string, fields: Fields = {}): Promise<URL> {
    const form = (this.#page.match(/<form [\s\S]*?<\/form>/g) ?? []).find((markup) =>
      markup.includes(` action="${action}"`),
    );
    if (form === undefined) throw new Error(`no form leads to ${action}: ${this.#page}`);
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const body = new URLSearchParams([
      ...hidden.map(([, name = "", value = ""]) => [name, value]),
      ...Object.entries(fields),
    ]);
    return this.#go(new URL(action, this.#at), body);
  }

  async #go(first: URL, form: URLSearchParams | null): Promise<URL> {
    let [url, body] = [first, form];
    for (let redirects = 0; redirects < mostRedirects; redirects += 1) {
      const cookies = this.#cookies.get(url.host) ?? new Map<string, string>();
      this.#cookies.set(url.host, cookies);
      const answer = await fetch(url, {
        redirect: "manual",
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
        ...(body !== null && { method: "POST", body }),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === "") cookies.delete(name);
        else cookies.set(name, value);
      }
      this.#page = await answer.text();
      this.#at = url;
      const location = answer.headers.get("location");
      if (location === null) return url;
      [url, body] = [new URL(location, url), null];
    }
    throw new Error(`in circles: ${url}`);
  }
}

/** A browser at somebody else's server, over HTTP: cookies, and redirects until one leads away from it. */

export interface Visited {
  /** Where it ended: on a page of that server, or the address that leads away from it. */
  readonly url: string;
  readonly body: string;
}

export class Visitor {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  visit(url: string): Promise<Visited> {
    return this.#go(new URL(url, this.#origin), { method: "GET" });
  }

  submit(url: string, fields: Readonly<Record<string, string>>): Promise<Visited> {
    return this.#go(new URL(url, this.#origin), { method: "POST", body: new URLSearchParams(fields) });
  }

  async #go(url: URL, init: RequestInit): Promise<Visited> {
    if (url.origin !== this.#origin) return { url: url.href, body: "" };
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, {
      ...init,
      redirect: "manual",
      headers: { cookie, accept: "text/html" },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const body = await answer.text();
    const location = answer.headers.get("location");
    return location === null ? { url: url.href, body } : this.#go(new URL(location, url), { method: "GET" });
  }
}

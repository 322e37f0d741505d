/** The bytes of the requests, made before the clock runs as far as they can be. */

/** What one virtual client sends: the next request, given what the last answer taught it. */
export interface RequestSource {
  next(): string;
  /** Take in the body of a 200. @returns what is wrong with it, or null */
  accept(body: Buffer): string | null;
}

/** Where the requests of a load go and what they carry. Plain data: it crosses a process boundary. */
export interface Target {
  readonly port: number;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form?: string;
}

/** Request line and headers, without the empty line that ends them. */
function head({ method, path, port, headers }: Target): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${lines.join("")}`;
}

const withForm = (start: string, form: string): string =>
  `${start}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`;

/** The same request with each of these tokens in turn. All virtual clients of a load share one. */
export function tokensInTurn(target: Target, accessTokens: readonly string[]): RequestSource {
  const start = head(target);
  const requests = accessTokens.map((token) => `${start}Authorization: Bearer ${token}\r\n\r\n`);
  let turn = 0;
  return { next: () => requests[turn++ % requests.length] ?? "", accept: () => null };
}

/** Stands in a form for what `distinctRequests` puts there, which is as long. */
export const distinctPlace = "distinct00";

/** Stands in a header for an address from another network each time. */
export const distinctAddress = "distinct-address";

/** The same form, with other values in its distinct places each time. */
export function distinctRequests(target: Target): RequestSource {
  const bytes = repeatedRequest(target).next();
  let turn = 0;
  return {
    next: () => {
      turn += 1;
      return bytes
        .replace(distinctPlace, String(turn).padStart(distinctPlace.length, "0"))
        .replace(distinctAddress, `10.${(turn >> 8) & 255}.${turn & 255}.1`);
    },
    accept: () => null,
  };
}

/** The same request again and again. */
export function repeatedRequest(target: Target): RequestSource {
  const bytes = target.form === undefined ? `${head(target)}\r\n` : withForm(head(target), target.form);
  return { next: () => bytes, accept: () => null };
}

/** Valid requests in parts, so that a fuzz can spoil one part and keep the others. */

export type Pairs = readonly (readonly [string, string])[];

/** The form of an address's refusals: RFC 6749 §5.2, RFC 9457, or a page. */
export type Shape = "oauth" | "problem" | "page";

export type Body = { readonly form: Pairs } | { readonly json: unknown } | null;

export interface GoodRequest {
  readonly shape: Shape;
  readonly method: string;
  readonly path: string;
  readonly query: Pairs;
  readonly headers: Pairs;
  readonly body: Body;
  /** Checks or hashes a password, so not too often. */
  readonly costly?: true;
}

type Parts = Partial<Omit<GoodRequest, "method" | "path">>;

export const good = (shape: Shape, line: string, parts: Parts = {}): GoodRequest => {
  const [method = "GET", path = "/"] = line.split(" ");
  return { shape, method, path, query: [], headers: [], body: null, ...parts };
};

export const form = (parameters: Readonly<Record<string, string>>): Body => ({
  form: Object.entries(parameters),
});

export const bearer = (token: string): Pairs => [["authorization", `Bearer ${token}`]];

export const basic = (name: string, secret = ""): Pairs => [
  [
    "authorization",
    `Basic ${Buffer.from(`${encodeURIComponent(name)}:${encodeURIComponent(secret)}`).toString("base64")}`,
  ],
];

export const encodePairs = (pairs: Pairs): string =>
  new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString();

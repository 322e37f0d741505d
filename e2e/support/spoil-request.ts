/** A valid request with one or two faults: in parameters, members, headers, method, address or framing. */
import { damage, frame, oddHeader, type WireCase } from "./garbage-http.js";
import { encodeSomehow, garbageText, mutate } from "./garbage-values.js";
import { type Body, encodePairs, type GoodRequest, type Pairs } from "./good-requests.js";
import type { Random } from "./random.js";
import { spoilJson } from "./spoil-json.js";

/** Valid elsewhere: other people's tokens, cookies and ids; cursors of other lists. */
export interface Foreign {
  readonly authorizations: readonly [string, ...string[]];
  readonly cookies: readonly [string, ...string[]];
  readonly values: readonly [string, ...string[]];
  readonly cursors: readonly [string, ...string[]];
}

/** As sent: query and body may be malformed. */
interface Draft {
  method: string;
  path: string;
  query: string;
  headers: Pairs;
  body: Buffer;
  /** Whether it is still certain which address answers. */
  isThere: boolean;
}

export function spoiltCase(random: Random, request: GoodRequest, foreign: Foreign): WireCase {
  const draft = draftOf(random, request, foreign);
  for (let turn = random.int(2); turn >= 0; turn -= 1) spoilDraft(random, draft, request, foreign);
  const { method, path, query, headers, body } = draft;
  const lines = [
    `${method} ${path}${query && "?"}${query} HTTP/1.1`,
    "host: localhost",
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const isFramed = !random.oneIn(12);
  const framed = isFramed ? framedWell(method, lines, body) : frame(random, method, lines, body);
  const isWhole = isFramed && !random.oneIn(25);
  return {
    bytes: isWhole || !isFramed ? framed : damage(random, framed),
    isHead: method === "HEAD",
    isWhole,
    ...(draft.isThere && isWhole && { shape: request.shape }),
  };
}

function draftOf(
  random: Random,
  { method, path, query, headers, body }: GoodRequest,
  foreign: Foreign,
): Draft {
  const isForm = body !== null && "form" in body;
  const parts = { method, path, isThere: true };
  const type = isForm ? ([["content-type", "application/x-www-form-urlencoded"]] as const) : [];
  const turn = body === null ? 0 : random.int(4);
  return {
    ...parts,
    query: encodePairs(turn === 0 ? spoilPairs(random, query, foreign) : query),
    headers: [...headers, ...type],
    body: turn === 0 ? encoded(body) : spoiltBody(random, body, foreign),
  };
}

const encoded = (body: Body): Buffer => {
  if (body === null) return Buffer.alloc(0);
  return Buffer.from("form" in body ? encodePairs(body.form) : JSON.stringify(body.json));
};

function spoiltBody(random: Random, body: Body, foreign: Foreign): Buffer {
  if (body === null) return Buffer.alloc(0);
  if ("json" in body) return Buffer.from(spoilJson(random, body.json));
  const text = encodePairs(spoilPairs(random, body.form, foreign));
  return Buffer.from(random.oneIn(10) ? `${text}&${encodeSomehow(random, garbageText(random))}` : text);
}

function spoilPairs(random: Random, pairs: Pairs, { values, cursors }: Foreign): Pairs {
  if (random.oneIn(2) && pairs.some(([name]) => name === "cursor"))
    return pairs.map(([name, value]) => [name, name === "cursor" ? spoiltCursor(random, value) : value]);
  const at = random.int(pairs.length);
  const [name, value] = pairs[at] ?? ["cursor", random.pick(cursors)];
  const put = (...these: Pairs): Pairs => [...pairs.slice(0, at), ...these, ...pairs.slice(at + 1)];
  const [other, otherValue] = pairs[random.int(pairs.length)] ?? [name, value];
  return random.run<Pairs>([
    () => put(),
    () => put([name, value], [name, value]),
    () => put([name, value], [name, garbageText(random)]),
    () => put([name, otherValue], [other, value]),
    () => put([name, ""]),
    () => put([name, "x".repeat(random.pick([200, 5_000, 15_000]))]),
    () => put([name, garbageText(random)]),
    () => put([name, mutate(random, value)]),
    () => put([name, mutate(random, value)]),
    () => put([name, random.pick(values)]),
    () => put([`${name}[]`, value]),
    () => put([name.toUpperCase(), value]),
    () => [...pairs, [garbageText(random), garbageText(random)]],
    () => [...pairs, ["cursor", spoiltCursor(random, random.pick(cursors))]],
    () => [...pairs, ["limit", random.pick(["0", "1", "500", "501", "1e2", "-1", "٣"])]],
  ]);
}

/** Cursors are base64url text: changed inside, they still parse. */
function spoiltCursor(random: Random, cursor: string): string {
  const text = Buffer.from(cursor, "base64url").toString();
  const spoilt = random.run<string>([
    () => cursor,
    () => mutate(random, text),
    () => text.replace(/\d/g, "0"),
    () => text.replace(/[0-9a-f]/g, () => "-"),
    () => text.replace(/ .*/, ` ${"-".repeat(36)}`),
    () => text.replace(/^\d{4}/, random.pick(["0000", "9999", "2026-13", "-100000"])),
    () => text.replace(/\d$/, "9".repeat(17)),
    () => garbageText(random),
  ]);
  return Buffer.from(spoilt).toString("base64url");
}

function spoilDraft(random: Random, draft: Draft, request: GoodRequest, foreign: Foreign): void {
  const set = (name: string, value: string) => {
    draft.headers = [...draft.headers.filter(([known]) => known !== name), [name, value]];
  };
  const drop = () => {
    const at = random.int(draft.headers.length);
    draft.headers = draft.headers.filter((_, index) => index !== at);
  };
  const moveTo = (path: string) => {
    draft.path = path;
    draft.isThere = false;
  };
  const encode = (text: string) => encodeSomehow(random, text).replace(/\s/g, "");
  const segments = draft.path.split("/");
  random.run<void>([
    // A third are spoilt only in their parameters.
    ...(Array(9).fill(() => {}) as [() => void]),
    drop,
    () => {
      draft.headers = [...draft.headers, ...draft.headers];
    },
    () => set("authorization", random.pick(foreign.authorizations)),
    () => set("authorization", mutate(random, random.pick(foreign.authorizations))),
    () => set("cookie", random.pick(foreign.cookies)),
    () => set("cookie", `${random.pick(foreign.cookies)}; ${random.pick(foreign.cookies)}`),
    () => set("content-type", random.pick(oddTypes)),
    () => set("if-match", random.pick(['"x"', 'W/"x"', "", ",,,", '"', "* , *", `"${"x".repeat(9_000)}"`])),
    () => set("if-none-match", random.pick(["*", '"x"', 'W/"x", "y"', ",", '"'])),
    () =>
      set("origin", random.pick(["null", "https://elsewhere.example", "http://localhost:1", "\u00e9", ""])),
    () => set("sec-fetch-site", "cross-site"),
    () => {
      const line = oddHeader(random, ["accept: */*"]);
      const colon = line.indexOf(":");
      if (!/[\r\n]/.test(line) && colon > 0) set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
      draft.isThere = false;
    },
    () => {
      draft.method = random.pick(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
      draft.isThere = false;
    },
    () => moveTo(segments.with(random.int(segments.length), encode(random.pick(foreign.values))).join("/")),
    () => moveTo(segments.with(-1, encode(garbageText(random))).join("/")),
    () => moveTo(`${draft.path}/${encode(garbageText(random))}`),
    () =>
      moveTo(
        random.pick([`${draft.path}/`, `/${draft.path}`, draft.path.toUpperCase(), `${draft.path};a=1`]),
      ),
    () => {
      const pairs: Pairs =
        request.query.length > 0 ? request.query : [["cursor", random.pick(foreign.cursors)]];
      draft.query = pairs.map(([name, value]) => `${name}=${encode(random.oneIn(2) ? value : "")}`).join("&");
    },
    () => {
      draft.query = encodePairs(spoilPairs(random, request.query, foreign));
    },
    () => {
      draft.body = Buffer.concat([draft.body, random.bytes(1 + random.int(6))]);
    },
    () => {
      draft.body = draft.body.subarray(0, random.int(draft.body.length));
    },
    () => {
      draft.body = Buffer.from(draft.body.toString("utf8"), "utf16le");
    },
  ]);
}

const oddTypes = [
  "application/json",
  "application/json; charset=utf-16",
  "application/merge-patch+json",
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded; charset=latin1",
  "multipart/form-data; boundary=x",
  "text/plain",
  "application/json, text/plain",
  "/",
  "",
] as const;

function framedWell(method: string, lines: readonly string[], body: Buffer): Buffer {
  const hasBody = body.length > 0 || ["POST", "PUT", "PATCH"].includes(method);
  const length = hasBody ? [`content-length: ${body.length}`] : [];
  return Buffer.concat([Buffer.from(`${[...lines, ...length].join("\r\n")}\r\n\r\n`, "latin1"), body]);
}

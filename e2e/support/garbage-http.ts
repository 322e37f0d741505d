/** Requests that are invalid HTTP, or valid HTTP and odd in every other way. */
import { encodeSomehow, garbageText, marker, mutate } from "./garbage-values.js";
import type { Shape } from "./good-requests.js";
import type { Random } from "./random.js";

export interface WireCase {
  readonly bytes: Buffer;
  readonly isHead: boolean;
  /** Valid HTTP from the first byte to the last. */
  readonly isWhole?: boolean;
  /** The form of a refusal, if the address is certain. */
  readonly shape?: Shape;
}

/** What the requests are made from. */
export interface Material {
  readonly paths: readonly [string, ...string[]];
  /** Header lines: an Authorization, a content type. */
  headers(random: Random): readonly [string, ...string[]];
  readonly bodies: readonly [string, ...string[]];
}

const methods = [
  "GET",
  "GET",
  "GET",
  "POST",
  "POST",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "HEAD",
  "OPTIONS",
] as const;
const oddMethods = ["TRACE", "PROPFIND", "CONNECT", "QUERY", "get", "FOO", "G\0T", ""] as const;

export function wireCase(random: Random, material: Material): WireCase {
  if (random.oneIn(25)) return { bytes: foreignBytes(random), isHead: false };
  const method = random.pick(random.oneIn(8) ? oddMethods : methods);
  const lines = [
    `${method} ${target(random, material)} ${random.oneIn(30) ? oddVersion(random) : "HTTP/1.1"}`,
    ...(random.oneIn(30) ? [] : ["host: localhost"]),
    ...headerLines(random, material),
  ];
  const body = random.oneIn(6) ? random.bytes(random.int(200)) : Buffer.from(random.pick(material.bodies));
  const framed = frame(random, method, lines, body);
  return { bytes: random.oneIn(8) ? damage(random, framed) : framed, isHead: method === "HEAD" };
}

function target(random: Random, { paths }: Material): string {
  const path = random.pick(paths);
  if (random.oneIn(3)) return path;
  return random.run<string>([
    () => path,
    () => path,
    () => `${path}?access_token=${marker}&${encodeSomehow(random, garbageText(random)).replace(/\s/g, "")}`,
    () => `${path}/${encodeSomehow(random, garbageText(random)).replace(/\s/g, "")}`,
    () => `/errors/${encodeSomehow(random, garbageText(random)).replace(/\s/g, "")}`,
    () => mutate(random, path),
    () => `${path}/%`,
    () => `${path}%00`,
    () => `${path}/..%2f..%2f`,
    () => `/${path}`,
    () => `${path}?${"a=1&".repeat(2_000)}`,
    () => `${path}#${marker}`,
    () => `http://${marker}.example${path}`,
    () => "*",
    () => `/${"a".repeat(18_000)}`,
    () => `/${"%2e%2e/".repeat(50)}`,
  ]);
}

const oddVersion = (random: Random) =>
  random.pick(["HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.1 ", "HTTQ/1.1", ""]);

function headerLines(random: Random, material: Material): string[] {
  const headers = material.headers(random);
  const lines: string[] = headers.filter(() => !random.oneIn(3));
  for (let turn = random.int(4) - 1; turn > 0; turn -= 1) lines.push(oddHeader(random, headers));
  return lines;
}

export const oddHeader = (random: Random, headers: readonly [string, ...string[]]): string =>
  random.run<string>([
    () => random.pick(headers),
    () => mutate(random, random.pick(headers)),
    () => `x-forwarded-for: ${garbageText(random)}`,
    () => `forwarded: for=${garbageText(random)}`,
    () => `user-agent: ${garbageText(random)}`,
    () => `cookie: ${garbageText(random)}`,
    () => `origin: ${garbageText(random)}`,
    () => `authorization: ${garbageText(random)}`,
    () => `if-none-match: ${garbageText(random)}`,
    () => `accept-encoding: ${marker}`,
    () => `host: ${marker}`,
    () => `x-${marker}: ${"v".repeat(random.pick([100, 9_000, 20_000]))}`,
    () => Array.from({ length: 150 }, (_, index) => `x-many-${index}: ${marker}`).join("\r\n"),
    () => `expect: ${random.pick(["100-continue", marker])}`,
    () => "connection: upgrade\r\nupgrade: websocket",
    () => "connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk",
    () => `content-encoding: ${random.pick(["gzip", marker])}`,
    () => ` folded: ${marker}`,
    () => `no colon ${marker}`,
    () => `x-request-id: ${garbageText(random)}`,
    () => "access-control-request-method: POST",
  ]);

/** Declare the length of the body, correctly or in one of the ways used for request smuggling. */
export function frame(random: Random, method: string, lines: readonly string[], body: Buffer): Buffer {
  const bodiless = method === "GET" || method === "HEAD";
  const message = (length: readonly string[], sent: Buffer) =>
    Buffer.concat([Buffer.from(`${[...lines, ...length].join("\r\n")}\r\n\r\n`, "latin1"), sent]);
  const right = () => message([`content-length: ${body.length}`], body);
  if (bodiless && !random.oneIn(5)) return message([], Buffer.alloc(0));
  if (!random.oneIn(5)) return right();
  const chunked = "transfer-encoding: chunked";
  const chunk = Buffer.concat([
    Buffer.from(`${body.length.toString(16)}\r\n`),
    body,
    Buffer.from("\r\n0\r\n\r\n"),
  ]);
  return random.run<Buffer>([
    () => message([chunked], chunk),
    () => message([chunked], Buffer.from(`zz\r\n${marker}\r\n0\r\n\r\n`)),
    () => message([chunked], Buffer.from(`ffffffffffffffff\r\n${marker}`)),
    () => message([chunked, `content-length: ${body.length}`], chunk),
    () => message(["transfer-encoding: gzip"], body),
    () => message(["transfer-encoding: chunked, identity"], chunk),
    () => message([`content-length: ${body.length + 7}`], body),
    () => message([`content-length: ${Math.max(0, body.length - 7)}`], body),
    () => message(["content-length: -1"], body),
    () => message([`content-length: ${marker}`], body),
    () => message(["content-length: 99999999999999999999"], body),
    () => message([`content-length: ${body.length}`, "content-length: 1"], body),
    () => message(["content-length: 100000"], Buffer.alloc(100_000, "x")),
    () =>
      message(
        [chunked],
        Buffer.concat([Buffer.from("186a0\r\n"), Buffer.alloc(100_000, "x"), Buffer.from("\r\n0\r\n\r\n")]),
      ),
    () => Buffer.concat([right(), right()]),
  ]);
}

/** Change, cut or add bytes in a valid request. */
export function damage(random: Random, bytes: Buffer): Buffer {
  const at = random.int(Math.min(bytes.length, 300));
  const text = bytes.toString("latin1");
  return random.run<Buffer>([
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes.subarray(0, at), random.bytes(1 + random.int(8)), bytes.subarray(at)]),
    () => Buffer.concat([bytes.subarray(0, at), random.bytes(1), bytes.subarray(at + 1)]),
    () => Buffer.from(text.replaceAll("\r\n", "\n"), "latin1"),
    () => Buffer.from(text.replace("\r\n\r\n", "\r\n\0\r\n\r\n"), "latin1"),
    () => Buffer.concat([Buffer.from("\r\n\r\n"), bytes]),
  ]);
}

/** Other protocols at the wrong port. */
const foreignBytes = (random: Random): Buffer =>
  random.run<Buffer>([
    () => random.bytes(1 + random.int(600)),
    () => Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    () => Buffer.from("16030100c8010000c40303", "hex"),
    () => Buffer.from(`SSH-2.0-${marker}\r\n`),
    () => Buffer.from(`\x04\x01${marker}`, "latin1"),
    () => Buffer.from("\r\n".repeat(200)),
    () => Buffer.alloc(30_000, "A"),
  ]);

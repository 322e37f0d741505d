/** Malformed or nearly well-formed compact JWS (RFC 7515 §2, §5.2, §7.1; RFC 8725 §3.7). */
import { deflateRawSync } from "node:zlib";
import { encode, headerOf, signParts } from "../issuer.js";
import { type CorpusToken, claimsOf, key, sign, signBytes, type World } from "./token.js";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The letter that differs in the lowest bit, which is unused at the end of a 256-byte signature. */
const withStrayBits = (token: string): string =>
  token.slice(0, -1) + (alphabet[alphabet.indexOf(token.at(-1) ?? "A") ^ 1] ?? "");

type Part = "header" | "payload" | "signature";

/** Variants of the token, each with the lowest bit of another character (every tenth) of one part flipped. */
function flipped(world: World, part: Part): string[] {
  const token = sign(world, {});
  const [first, last] = [token.indexOf("."), token.lastIndexOf(".")];
  const [start, end] = {
    header: [0, first],
    payload: [first + 1, last],
    signature: [last + 1, token.length],
  }[part] as [number, number];
  const tokens: string[] = [];
  for (let index = start; index < end; index += 10) {
    const letter = String.fromCharCode(token.charCodeAt(index) ^ 1);
    tokens.push(token.slice(0, index) + letter + token.slice(index + 1));
  }
  return tokens;
}

const changed = (name: string, change: (token: string) => string, because?: string): CorpusToken => ({
  name,
  expected: "token_malformed",
  make: (world) => change(sign(world, {})),
  ...(because && { because }),
});

const fixed = (name: string, token: string): CorpusToken => ({
  name,
  expected: "token_malformed",
  make: () => token,
});

const signed = (
  name: string,
  header: Record<string, unknown>,
  payload: (world: World) => string | Buffer,
): CorpusToken => ({
  name,
  expected: "token_malformed",
  make: (world) => signBytes({ ...headerOf(key), ...header }, payload(world)),
});

const whyCanonical =
  "A token has only one spelling (RFC 7515 §2: base64url without padding). Otherwise, revocation lists and caches keyed by token can be bypassed.";

export const serialization: readonly CorpusToken[] = [
  fixed("nothing", ""),
  fixed("a word", "garbage"),
  fixed("a refresh token", `rgr_${"A".repeat(92)}`),
  fixed("two parts", `${encode(headerOf(key))}.${encode({})}`),
  fixed("dots only", ".."),
  fixed("a JWE (five parts)", `${encode({ alg: "RSA-OAEP-256", enc: "A256GCM" })}.a.b.c.d`),
  fixed("a header that is no JSON", "YWJj.YWJj.YWJj"),
  fixed("a header that is an array", `${encode([])}.${encode({})}.YWJj`),
  fixed("a header that is null", `${encode(null)}.${encode({})}.YWJj`),
  fixed("a header that is not UTF-8", "_____w.YWJj.YWJj"),
  fixed("a token of 1 MB", `${encode(headerOf(key))}.${"A".repeat(1_000_000)}.YWJj`),
  changed("a fourth part", (token) => `${token}.YWJj`),
  changed("the signature left out", (token) => token.slice(0, token.lastIndexOf("."))),
  changed("an empty signature", (token) => token.slice(0, token.lastIndexOf(".") + 1)),
  changed("JSON serialization in place of compact", (token) => {
    const [header, payload, signature] = token.split(".");
    return JSON.stringify({ protected: header, payload, signature });
  }),
  changed("padding behind the signature", (token) => `${token}==`, whyCanonical),
  changed("padding behind the header", (token) => token.replace(".", "=."), whyCanonical),
  changed(
    "base64 in place of base64url",
    (token) => {
      const end = token.lastIndexOf(".") + 1;
      return (
        token.slice(0, end) + token.slice(end).replaceAll("-", "+").replaceAll("_", "/").padEnd(344, "=")
      );
    },
    whyCanonical,
  ),
  changed("stray bits at the end of the signature", withStrayBits, whyCanonical),
  changed("a line break at the end", (token) => `${token}\n`, whyCanonical),
  changed("a line break within", (token) => `${token.slice(0, -20)}\n${token.slice(-20)}`, whyCanonical),
  changed("a character whose low byte fits", (token) =>
    token.replace("J", String.fromCharCode(0x100 + "J".charCodeAt(0))),
  ),
  {
    name: "every tenth byte of the header flipped",
    expected: ["token_malformed", "token_typ", "token_alg", "token_kid_unknown", "token_signature"],
    make: (world) => flipped(world, "header"),
  },
  {
    name: "every tenth byte of the payload flipped",
    expected: ["token_signature"],
    make: (world) => flipped(world, "payload"),
  },
  {
    name: "every tenth byte of the signature flipped",
    expected: ["token_signature", "token_malformed"],
    make: (world) => flipped(world, "signature"),
  },
  {
    name: "the signature cut by a byte",
    expected: "token_signature",
    make: (world) => {
      const token = sign(world, {});
      const end = token.lastIndexOf(".") + 1;
      return (
        token.slice(0, end) + Buffer.from(token.slice(end), "base64url").subarray(1).toString("base64url")
      );
    },
  },
  {
    name: "the claims of one token with the signature of another",
    expected: "token_signature",
    make: (world) => {
      const [header, , signature] = sign(world, {}).split(".");
      return `${header}.${encode({ ...claimsOf(world), sub: "mallory" })}.${signature}`;
    },
  },
  {
    name: "a nested JWT (cty JWT)",
    expected: "token_malformed",
    make: (world) => {
      const inner = Buffer.from(sign(world, {})).toString("base64url");
      return signParts(key, encode({ ...headerOf(key), cty: "JWT" }), inner);
    },
  },
  signed("a deflated payload (zip DEF)", { zip: "DEF" }, (world) =>
    deflateRawSync(JSON.stringify(claimsOf(world))),
  ),
  signed("a payload that is an array", {}, (world) => JSON.stringify([claimsOf(world)])),
  signed("a payload that is null", {}, () => "null"),
  signed("a payload that is a string", {}, (world) => JSON.stringify(JSON.stringify(claimsOf(world)))),
  signed("an empty payload", {}, () => ""),
  {
    ...signed("a payload with a byte order mark", {}, (world) => `\uFEFF${JSON.stringify(claimsOf(world))}`),
    because:
      "JSON on the wire has no byte order mark; a reader may ignore one but does not have to (RFC 8259 §8.1).",
  },
  {
    ...signed("a payload that is not UTF-8", {}, (world) =>
      Buffer.from(JSON.stringify({ ...claimsOf(world), sub: "al\u00EFce" }), "latin1"),
    ),
    because:
      "JSON is UTF-8 (RFC 8259 §8.1). Replacing invalid bytes would turn many different `sub` values into one.",
  },
];

/** Claims that are missing, have the wrong type, or belong to another token (RFC 9068 §2.2, §4; RFC 7519 §4). */
import { audience, headerOf } from "../issuer.js";
import { type CorpusToken, claimsOf, key, show, sign, signBytes, type Verdict, type World } from "./token.js";

type Values = (world: World) => unknown;

const claim = (
  name: string,
  shown: string,
  expected: Verdict,
  value: Values,
  because?: string,
): CorpusToken => ({
  name: `${name} ${shown}`,
  expected,
  make: (world) => sign(world, { claims: { [name]: value(world) } }),
  ...(because && { because }),
});
const literal = (name: string, value: unknown, expected: Verdict, because?: string): CorpusToken =>
  claim(name, show(value), expected, () => value, because);

const whyRequired = "RFC 9068 §2.2 requires the claim.";
const whyTyped =
  "RFC 7519 §4.1 and RFC 9068 §2.2 define the claim's type; another reader may interpret a wrong type differently.";
const whyExact =
  "Compared as a string (RFC 7519 §4.1.1, RFC 9207 §2.4); a prefix or a slash more is somebody else.";
const whyTwice =
  "RFC 7519 §4 allows to refuse, or to take the last one, as here; the issuer has signed both.";

/** A good token's members as text, with additions in front or at the end. */
const withText = (world: World, first: string, last: string): string => {
  const members = JSON.stringify(claimsOf(world)).slice(1, -1);
  return signBytes(headerOf(key), `{${[first, members, last].filter((text) => text !== "").join(",")}}`);
};

export const claims: readonly CorpusToken[] = [
  { name: "a good token", expected: "admitted", make: (world) => sign(world, {}) },
  ...["iss", "sub", "aud", "exp", "iat", "jti", "client_id"].map((name) =>
    literal(name, undefined, "token_claims", whyRequired),
  ),
  literal("nbf", undefined, "admitted"),
  literal("scope", undefined, "admitted"),
  literal("aud", "http://localhost:4002", "token_audience"),
  literal("aud", audience.slice(0, -1), "token_audience", whyExact),
  literal("aud", `${audience}/`, "token_audience", whyExact),
  literal("aud", audience.toUpperCase(), "token_audience", whyExact),
  literal("aud", ["http://localhost:4002", audience], "admitted"),
  literal("aud", ["http://localhost:4002"], "token_audience"),
  literal("aud", [], "token_audience"),
  literal("aud", [[audience]], "token_claims", whyTyped),
  literal("aud", [audience, 1], "token_claims", whyTyped),
  literal("aud", { [audience]: true }, "token_claims", whyTyped),
  literal("aud", true, "token_claims", whyTyped),
  claim("iss", "with a slash more", "token_issuer", ({ issuer }) => `${issuer}/`, whyExact),
  claim("iss", "without its last letter", "token_issuer", ({ issuer }) => issuer.slice(0, -1), whyExact),
  claim("iss", "in capitals", "token_issuer", ({ issuer }) => issuer.toUpperCase(), whyExact),
  claim("iss", "in an array", "token_claims", ({ issuer }) => [issuer], whyTyped),
  literal("iss", "https://evil.example", "token_issuer"),
  literal("sub", 1, "token_claims", whyTyped),
  literal("sub", "", "token_claims", whyTyped),
  literal("sub", null, "token_claims", whyTyped),
  literal("client_id", ["app"], "token_claims", whyTyped),
  literal("jti", 7, "token_claims", whyTyped),
  literal("scope", ["notes:read"], "token_claims", whyTyped),
  literal("scope", "notes:read  notes:write", "token_claims", whyTyped),
  literal("roles", "admin", "token_claims", whyTyped),
  literal("auth_time", "now", "token_claims", whyTyped),
  {
    name: "sub twice, the last one another's",
    expected: "admitted",
    make: (world) => withText(world, "", '"sub":"bob"'),
    because: whyTwice,
  },
  {
    name: "aud twice, the last one another's",
    expected: "token_audience",
    make: (world) => withText(world, "", '"aud":"http://localhost:4002"'),
  },
  {
    name: "aud twice, the last one ours",
    expected: "admitted",
    make: (world) => withText(world, '"aud":"http://localhost:4002"', ""),
    because: whyTwice,
  },
  {
    name: "sub hidden in __proto__",
    expected: "token_claims",
    make: (world) => {
      const { sub: _sub, ...rest } = claimsOf(world);
      const text = JSON.stringify(rest).slice(1);
      return signBytes(headerOf(key), `{"__proto__":{"sub":"alice"},${text}`);
    },
    because: whyRequired,
  },
];

/** `exp`, `iat` and `nbf` (RFC 7519 §4.1.4 to §4.1.6), with a tolerance of five seconds. */
import { type CorpusToken, show, sign, type Verdict } from "./token.js";

export const toleranceSeconds = 5;

type Time = "exp" | "iat" | "nbf";

const literal = (name: Time, value: unknown, expected: Verdict, because?: string): CorpusToken => ({
  name: `${name} ${show(value)}`,
  expected,
  make: (world) => sign(world, { claims: { [name]: value } }),
  ...(because && { because }),
});

const relative = (name: Time, seconds: number, expected: Verdict, because?: string): CorpusToken => ({
  name: `${name} ${Math.abs(seconds)} s ${seconds < 0 ? "ago" : "ahead"}`,
  expected,
  make: (world) => sign(world, { claims: { [name]: world.nowSeconds + seconds } }),
  ...(because && { because }),
});

const atEdge = (name: Time, seconds: number, expected: Verdict): CorpusToken => ({
  ...relative(name, seconds, expected),
  isComparable: false,
});

const whyNumber = "A NumericDate is a number (RFC 7519 §2), and it must be a date that exists in a calendar.";
const whyFuture =
  "RFC 9068 §2.2 requires the time of issue. A token from the future was issued by a wrong clock, so its `exp` is wrong too.";
const whyLong =
  "How long a token lives is for the issuer to say; a bound here would be one more thing to configure.";

export const times: readonly CorpusToken[] = [
  ...(["exp", "iat", "nbf"] as const).flatMap((name) => [
    literal(name, "4102444800", "token_claims", whyNumber),
    literal(name, null, "token_claims", whyNumber),
    literal(name, true, "token_claims", whyNumber),
    literal(name, -1, "token_claims", whyNumber),
    literal(name, 1e300, "token_claims", whyNumber),
    literal(name, [4102444800], "token_claims", whyNumber),
  ]),
  literal("exp", 0, "token_expired"),
  relative("exp", -60, "token_expired"),
  relative("exp", 60.5, "admitted"),
  relative("exp", 10 * 365 * 86_400, "admitted", whyLong),
  relative("iat", -60.5, "admitted"),
  relative("iat", 60, "token_not_yet_valid", whyFuture),
  relative("nbf", 60, "token_not_yet_valid"),
  relative("nbf", -60.5, "admitted"),
  atEdge("exp", -toleranceSeconds + 1, "admitted"),
  atEdge("exp", -toleranceSeconds, "token_expired"),
  atEdge("exp", -toleranceSeconds - 1, "token_expired"),
  atEdge("iat", toleranceSeconds - 1, "admitted"),
  atEdge("iat", toleranceSeconds, "admitted"),
  atEdge("iat", toleranceSeconds + 1, "token_not_yet_valid"),
  atEdge("nbf", toleranceSeconds - 1, "admitted"),
  atEdge("nbf", toleranceSeconds, "admitted"),
  atEdge("nbf", toleranceSeconds + 1, "token_not_yet_valid"),
];

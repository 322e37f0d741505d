/** `kid`, embedded keys, `crit` and `typ` (RFC 7515 §4.1, RFC 9068 §2.1, RFC 8725 §3.10, §3.11). */
import { type CorpusToken, claimsOf, key, type Members, otherKey, show, sign, signBytes } from "./token.js";

const kids: readonly unknown[] = [
  undefined,
  "",
  "unknown",
  ["an array"],
  { an: "object" },
  "../../../../etc/passwd",
  "/dev/null",
  "' OR '1'='1",
  "x' UNION SELECT 'key' --",
  "http://127.0.0.1:1/jwks.json",
  "__proto__",
  "constructor",
  "toString",
  "k".repeat(10_240),
];

/** Signed by a key in the header, under an unpublished kid. */
const bringing = (name: string, header: Members): CorpusToken => ({
  name,
  expected: "token_kid_unknown",
  make: (world) => sign(world, { by: otherKey, header: { kid: otherKey.kid, ...header } }),
});

const crits: readonly Members[] = [
  { crit: ["exp"] },
  { crit: ["made-up"], "made-up": true },
  { crit: ["b64"], b64: false },
  { crit: [] },
  { crit: "b64" },
  { crit: null },
];

const whyCrit =
  "A verifier must understand everything listed in `crit`, and `crit` must not be empty or anything but a list (RFC 7515 §4.1.11). This verifier supports no extensions.";
const whyTyp =
  "RFC 9068 §4 requires `at+jwt` or `application/at+jwt`. A verifier that accepts any JWT of the issuer also accepts ID tokens and logout tokens.";

export const headers: readonly CorpusToken[] = [
  ...kids.map(
    (kid): CorpusToken => ({
      name: `kid ${show(kid)}`,
      expected: "token_kid_unknown",
      make: (world) => sign(world, { header: { kid } }),
      because:
        "A key set may contain several keys, so a token must say which one it uses, by its exact name.",
    }),
  ),
  bringing("jwk: its own key", { jwk: otherKey.jwk }),
  bringing("jku: a key set elsewhere", { jku: "http://127.0.0.1:1/jwks.json" }),
  bringing("x5u: a certificate elsewhere", { x5u: "http://127.0.0.1:1/cert.pem" }),
  bringing("x5c: a certificate of its own", { x5c: ["MIIB"] }),
  {
    name: "jwk, jku and x5u under the issuer's kid",
    expected: "token_signature",
    make: (world) =>
      sign(world, {
        by: otherKey,
        header: { jwk: otherKey.jwk, jku: "http://127.0.0.1:1/", x5u: "http://127.0.0.1:1/" },
      }),
  },
  {
    name: "the issuer's signature beside somebody's jwk",
    expected: "admitted",
    make: (world) => sign(world, { header: { jwk: otherKey.jwk } }),
  },
  ...crits.map(
    (crit): CorpusToken => ({
      name: `crit ${show(crit.crit)}`,
      expected: "token_crit",
      make: (world) => sign(world, { header: crit }),
      because: whyCrit,
    }),
  ),
  ...(
    [
      [undefined, "token_typ"],
      ["JWT", "token_is_id_token"],
      ["jwt", "token_is_id_token"],
      ["id+jwt", "token_typ"],
      ["logout+jwt", "token_is_logout_token"],
      ["at+jwt; charset=utf-8", "token_typ"],
      ["at+jwt ", "token_typ"],
      [["at+jwt"], "token_typ"],
      [1, "token_typ"],
    ] as const
  ).map(
    ([typ, expected]): CorpusToken => ({
      name: `typ ${show(typ)}`,
      expected,
      make: (world) => sign(world, { header: { typ } }),
      because: whyTyp,
    }),
  ),
  {
    name: "an ID token (OpenID Connect Core §2)",
    expected: "token_is_id_token",
    make: (world) =>
      sign(world, {
        header: { typ: "JWT" },
        claims: { aud: "app", nonce: "n", client_id: undefined, scope: undefined },
      }),
  },
  {
    name: "a logout token (OpenID Connect Back-Channel Logout §2.4)",
    expected: "token_is_logout_token",
    make: (world) =>
      sign(world, {
        header: { typ: "logout+jwt" },
        claims: {
          aud: "app",
          events: { "http://schemas.openid.net/event/backchannel-logout": {} },
          client_id: undefined,
          scope: undefined,
        },
      }),
  },
  ...["AT+JWT", "application/at+jwt", "Application/AT+JWT"].map(
    (typ): CorpusToken => ({
      name: `typ ${show(typ)}`,
      expected: "admitted",
      make: (world) => sign(world, { header: { typ } }),
      because:
        "`application/` may be left out, and media types have no case (RFC 7515 §4.1.9, RFC 2045 §5.1).",
    }),
  ),
  {
    name: "alg twice in the header, the last one RS256",
    expected: "admitted",
    make: (world) =>
      signBytes(
        `{"alg":"none","typ":"at+jwt","kid":"${key.kid}","alg":"RS256"}`,
        JSON.stringify(claimsOf(world)),
      ),
    because:
      "RFC 7515 §4 allows to refuse, or to take the last one; either is safe, as the issuer has signed it.",
  },
];

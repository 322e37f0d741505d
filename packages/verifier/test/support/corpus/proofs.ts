/** Requests with DPoP proofs (RFC 9449 §4.3, §7, §11): good ones, untidy ones, and attacks. */
import { createHash, createHmac, generateKeyPairSync, randomUUID, sign as signBytesWith } from "node:crypto";
import {
  audience,
  claimsAt,
  createSigningKey,
  encode,
  type SigningKey,
  signatureOf,
  signToken,
} from "../issuer.js";
import { key, type Members, show, type Verdict } from "./token.js";

/** What a client sends. */
export interface Sent {
  readonly scheme: "Bearer" | "DPoP";
  readonly token: string;
  readonly proofs: readonly string[];
  readonly method: string;
  readonly target: string;
}

export interface CorpusRequest {
  readonly name: string;
  /** This verifier's verdict; if it is sent twice, on the second. */
  readonly expected: Verdict;
  readonly because?: string;
  readonly isSentTwice?: true;
  readonly make: (issuer: string) => Sent;
}

const holder = createSigningKey("ES256");
const thief = createSigningKey("ES256");
const rsaHolder = createSigningKey("RS256");
const edHolder = createSigningKey("EdDSA");

const url = `${audience}/notes`;
const hashOf = (text: string, encoding: "base64url" | "base64" | "hex" = "base64url") =>
  createHash("sha256").update(text).digest(encoding);
const seconds = () => Math.floor(Date.now() / 1_000);
/** The kid is the thumbprint. */
const tokenFor = (issuer: string, { kid }: SigningKey, claims: Members = {}) =>
  signToken(key, { ...claimsAt(issuer, Date.now()), cnf: { jkt: kid }, jti: randomUUID(), ...claims });

const publicJwk = ({ publicKey }: SigningKey): Members => ({ ...publicKey.export({ format: "jwk" }) });

interface Changes {
  readonly header?: Members;
  readonly claims?: Members;
  readonly by?: SigningKey;
  readonly signature?: (input: string, by: SigningKey) => Buffer | string;
}

function prove(
  token: string,
  { header, claims, by = holder, signature = (input) => signatureOf(by, input) }: Changes,
) {
  const input = [
    encode({ typ: "dpop+jwt", alg: by.alg, jwk: publicJwk(by), ...header }),
    encode({ htm: "GET", htu: url, iat: seconds(), jti: randomUUID(), ath: hashOf(token), ...claims }),
  ].join(".");
  const bytes = signature(input, by);
  return `${input}.${typeof bytes === "string" ? bytes : bytes.toString("base64url")}`;
}

const sentWith = (token: string, changes: Changes = {}): Sent => ({
  ...{ scheme: "DPoP", method: "GET", target: "/notes" },
  token,
  proofs: [prove(token, changes)],
});

const entry = (
  name: string,
  expected: Verdict,
  changes: Changes | (() => Changes),
  because?: string,
): CorpusRequest => ({
  name,
  expected,
  make: (issuer) => {
    const made = typeof changes === "function" ? changes() : changes;
    return sentWith(tokenFor(issuer, made.by ?? holder), made);
  },
  ...(because !== undefined && { because }),
});

const odd = (
  name: string,
  expected: Verdict,
  change: (sent: Sent, issuer: string) => Partial<Sent>,
  because?: string,
): CorpusRequest => ({
  name,
  expected,
  make: (issuer) => {
    const sent = sentWith(tokenFor(issuer, holder));
    return { ...sent, ...change(sent, issuer) };
  },
  ...(because !== undefined && { because }),
});

const privateJwk = ({ privateKey }: SigningKey): Members => ({ ...privateKey.export({ format: "jwk" }) });
const hmacWith = (secret: string) => (input: string) => createHmac("sha256", secret).update(input).digest();
const edOrder = 2n ** 252n + 27742317777372353535851937790883648493n;
const withOrder = (input: string) => {
  const signature = signatureOf(edHolder, input);
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString("hex")}`) + edOrder;
  const bytes = Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse();
  return Buffer.concat([signature.subarray(0, 32), bytes]);
};

const why = {
  typ: "`application/` may be left out, and media types have no case (RFC 7515 §4.1.9).",
  crit: "An extension that is not understood must not be ignored (RFC 7515 §4.1.11).",
  key: "The key is for another algorithm than the proof, by its own word (RFC 7517 §4.4).",
  secret: "RFC 9449 §4.3 refuses a private key: whoever sends one has given it away.",
  small: "RSA keys have 2048 bits or more (RFC 7518 §3.3).",
  spelling: "A token has only one spelling (RFC 7515 §2).",
  jti: "RFC 9449 §11.1: an endless `jti` only fills the memory.",
  noJti: "RFC 9449 §4.2: `jti` is a text that tells proofs apart.",
  name: "RFC 9864 §2.2 gives EdDSA with Ed25519 this name, and RFC 9449 leaves to each server what it takes.",
  replay: "RFC 9449 §11.1: a proof that somebody has read is worth nothing if it is good once.",
  iat: "RFC 9449 §11.1: `iat` may be seconds or minutes off; here a minute, of which FAPI 2.0 makes a must for the future.",
  htu: "RFC 9449 §4.3: `htu` is compared after the normalization of RFC 3986 §6.2.2 and §6.2.3, without query and fragment.",
  user: "A user and a password are part of a URL, and no request has them in its target.",
};

export const proofs: readonly CorpusRequest[] = [
  entry("a good proof of ES256", "admitted", {}),
  entry("a good proof of RS256", "admitted", { by: rsaHolder }),
  entry("a good proof of EdDSA", "admitted", { by: edHolder }),
  entry(
    "a good proof of EdDSA, by its new name Ed25519",
    "admitted",
    {
      by: edHolder,
      header: { alg: "Ed25519" },
    },
    why.name,
  ),
  entry("a proof with more members and claims", "admitted", { header: { more: 1 }, claims: { more: 1 } }),

  odd("no proof", "dpop_proof_missing", () => ({ proofs: [] })),
  odd("an empty proof", "dpop_proof_malformed", () => ({ proofs: [""] })),
  odd("a proof that is the access token", "dpop_proof_typ", ({ token }) => ({ proofs: [token] })),
  odd("two headers", "dpop_proof_repeated", ({ token, proofs: [one = ""] }) => ({
    proofs: [one, prove(token, {})],
  })),
  odd("two headers with the same proof", "dpop_proof_repeated", ({ proofs: [one = ""] }) => ({
    proofs: [one, one],
  })),
  odd(
    "padding behind the proof",
    "dpop_proof_malformed",
    ({ proofs: [one = ""] }) => ({ proofs: [`${one}==`] }),
    why.spelling,
  ),

  odd("a bound token as a bearer token", "token_bound", () => ({ scheme: "Bearer", proofs: [] })),
  odd("a bound token as a bearer token, with its proof", "token_bound", () => ({ scheme: "Bearer" })),
  odd("a bearer token with a proof", "token_not_bound", (_sent, issuer) =>
    sentWith(tokenFor(issuer, holder, { cnf: undefined })),
  ),
  odd("a token bound to a certificate", "token_binding_unknown", (_sent, issuer) =>
    sentWith(tokenFor(issuer, holder, { cnf: { "x5t#S256": "abc" } })),
  ),
  odd(
    "a token bound to a certificate, as a bearer token",
    "token_binding_unknown",
    (_sent, issuer) => ({
      ...sentWith(tokenFor(issuer, holder, { cnf: { "x5t#S256": "abc" } })),
      scheme: "Bearer",
      proofs: [],
    }),
    "A confirmation that nobody checks is none (RFC 7800 §3.1).",
  ),
  odd(
    "a token bound to a key and a certificate",
    "token_binding_unknown",
    (_sent, issuer) => sentWith(tokenFor(issuer, holder, { cnf: { jkt: holder.kid, "x5t#S256": "abc" } })),
    "A confirmation that nobody checks is none (RFC 7800 §3.1).",
  ),
  odd("a proof of another key than the token's", "dpop_key_mismatch", ({ token }) => ({
    proofs: [prove(token, { by: thief })],
  })),
  odd("a proof for another token of the same key", "dpop_proof_token", (_sent, issuer) => ({
    proofs: [prove(tokenFor(issuer, holder), {})],
  })),

  ...["none", "None", "HS256", "HS512", "ES384", "ES256K", "RSA-OAEP", "es256", undefined, 1].map((alg) =>
    entry(`alg ${show(alg)}`, "dpop_proof_alg", { header: { alg } }),
  ),
  entry("alg none, no signature", "dpop_proof_alg", { header: { alg: "none" }, signature: () => "" }),
  entry("HS256 with its own symmetric jwk", "dpop_proof_alg", {
    header: { alg: "HS256", jwk: { kty: "oct", k: Buffer.from("secret").toString("base64url") } },
    signature: hmacWith("secret"),
  }),
  entry("ES256 with a symmetric jwk", "dpop_proof_key", { header: { jwk: { kty: "oct", k: "AAAA" } } }),
  ...["JWT", "at+jwt", "dpop+jwt+more", undefined].map((typ) =>
    entry(`typ ${show(typ)}`, "dpop_proof_typ", { header: { typ } }),
  ),
  ...["application/dpop+jwt", "DPoP+JWT"].map((typ) =>
    entry(`typ ${show(typ)}`, "admitted", { header: { typ } }, why.typ),
  ),
  entry("crit", "dpop_proof_malformed", { header: { crit: ["more"], more: 1 } }, why.crit),

  entry("jwk missing", "dpop_proof_key", { header: { jwk: undefined } }),
  entry("jwk missing, and kid its thumbprint", "dpop_proof_key", {
    header: { jwk: undefined, kid: holder.kid },
  }),
  entry("jwk null", "dpop_proof_key", { header: { jwk: null } }),
  entry("jwk with its private part", "dpop_proof_key", { header: { jwk: privateJwk(holder) } }, why.secret),
  entry(
    "an RSA jwk with its private part",
    "dpop_proof_key",
    { by: rsaHolder, header: { jwk: privateJwk(rsaHolder) } },
    why.secret,
  ),
  entry(
    "jwk with a private part that is empty",
    "dpop_proof_key",
    { header: { jwk: { ...publicJwk(holder), d: "" } } },
    why.secret,
  ),
  entry("jwk that says P-384", "dpop_proof_key", { header: { jwk: { ...publicJwk(holder), crv: "P-384" } } }),
  entry("jwk with a point off the curve", "dpop_proof_key", {
    header: { jwk: { ...publicJwk(holder), y: publicJwk(holder).x } },
  }),
  entry("jwk of RSA for a proof of ES256", "dpop_proof_key", { header: { jwk: publicJwk(rsaHolder) } }),
  entry(
    "jwk that is for another alg",
    "dpop_proof_key",
    { header: { jwk: { ...publicJwk(holder), alg: "ES384" } } },
    why.key,
  ),
  entry(
    "jwk of 1024 bits",
    "dpop_proof_key",
    () => ({
      by: createSigningKey("RS256", generateKeyPairSync("rsa", { modulusLength: 1024 })),
    }),
    why.small,
  ),

  entry("another key's signature", "dpop_proof_signature", {
    signature: (input) => signatureOf(thief, input),
  }),
  entry("a signature as DER", "dpop_proof_signature", {
    signature: (input, { privateKey }) => signBytesWith("sha256", Buffer.from(input), privateKey),
  }),
  entry("no signature", "dpop_proof_malformed", { signature: () => "" }),
  entry("a signature of zeros", "dpop_proof_signature", { signature: () => Buffer.alloc(64) }),
  entry("a signature of EdDSA with S plus the order", "dpop_proof_signature", {
    by: edHolder,
    signature: withOrder,
  }),
  entry("PS256 over an RS256 signature", "dpop_proof_signature", { by: rsaHolder, header: { alg: "PS256" } }),

  ...["jti", "htm", "htu", "iat", "ath"].map((name) => {
    const reason = ({ htm: "dpop_proof_htm", htu: "dpop_proof_htu", ath: "dpop_proof_token" } as const)[name];
    return entry(`${name} missing`, reason ?? "dpop_proof_malformed", { claims: { [name]: undefined } });
  }),
  entry("jti empty", "dpop_proof_malformed", { claims: { jti: "" } }, why.noJti),
  entry("jti 1", "dpop_proof_malformed", { claims: { jti: 1 } }, why.noJti),
  entry(
    "jti of 2 000 characters",
    "dpop_proof_malformed",
    () => ({ claims: { jti: "j".repeat(2_000) } }),
    why.jti,
  ),
  { ...entry("the same proof again", "dpop_proof_replayed", {}, why.replay), isSentTwice: true },

  entry("htm POST for a GET", "dpop_proof_htm", { claims: { htm: "POST" } }),
  entry(
    "htm in lower case",
    "dpop_proof_htm",
    { claims: { htm: "get" } },
    "Methods are case-sensitive (RFC 9110 §9.1).",
  ),
  entry("htm with two methods", "dpop_proof_htm", { claims: { htm: ["GET", "POST"] } }),
  odd("a GET's proof for a POST", "dpop_proof_htm", () => ({ method: "POST" })),

  entry("htu of another host", "dpop_proof_htu", { claims: { htu: "http://evil.example/notes" } }),
  entry("htu of another port", "dpop_proof_htu", { claims: { htu: "http://localhost:4002/notes" } }),
  entry("htu of another scheme", "dpop_proof_htu", { claims: { htu: url.replace("http:", "https:") } }),
  entry("htu of another path", "dpop_proof_htu", { claims: { htu: `${url}/1` } }),
  entry("htu with a slash more", "dpop_proof_htu", { claims: { htu: `${url}/` } }),
  entry("htu without a host", "dpop_proof_htu", { claims: { htu: "/notes" } }),
  entry("htu with a user", "dpop_proof_htu", { claims: { htu: url.replace("//", "//user@") } }, why.user),
  entry(
    "htu with a backslash",
    "dpop_proof_htu",
    { claims: { htu: url.replace("/notes", "\\notes") } },
    "A URL has no backslash (RFC 3986 §2): other readers take it for part of the host.",
  ),
  entry("htu that is a list", "dpop_proof_htu", { claims: { htu: [url] } }),
  entry("htu with a query", "admitted", { claims: { htu: `${url}?page=2` } }, why.htu),
  entry("htu with a fragment", "admitted", { claims: { htu: `${url}#top` } }, why.htu),
  entry(
    "htu in capitals",
    "admitted",
    { claims: { htu: url.replace("http://localhost", "HTTP://LOCALHOST") } },
    why.htu,
  ),
  entry("htu with dots in its path", "admitted", { claims: { htu: `${audience}/a/../notes` } }, why.htu),
  entry("htu with an escape that is none", "admitted", { claims: { htu: `${audience}/%6Eotes` } }, why.htu),
  odd("a request with a query, htu without", "admitted", () => ({ target: "/notes?page=2" }), why.htu),

  ...[-3_600, -90, 90, 240, 3_600].map((offset) =>
    entry(
      `iat ${Math.abs(offset)} s ${offset < 0 ? "ago" : "ahead"}`,
      "dpop_proof_time",
      () => ({ claims: { iat: seconds() + offset } }),
      why.iat,
    ),
  ),
  ...[-50, -10, 10, 50].map((offset) =>
    entry(
      `iat ${Math.abs(offset)} s ${offset < 0 ? "ago" : "ahead"}`,
      "admitted",
      () => ({ claims: { iat: seconds() + offset } }),
      why.iat,
    ),
  ),
  entry("iat as text", "dpop_proof_malformed", () => ({ claims: { iat: String(seconds()) } })),
  entry("iat in milliseconds", "dpop_proof_time", () => ({ claims: { iat: Date.now() } })),
  entry("exp in the past", "dpop_proof_time", { claims: { exp: 1 } }),
  entry("exp as text", "dpop_proof_time", { claims: { exp: "4102444800" } }),
  entry("nbf in the future", "dpop_proof_time", { claims: { nbf: 4_102_444_800 } }),
  entry("exp and nbf of a minute", "admitted", () => ({ claims: { nbf: seconds(), exp: seconds() + 60 } })),

  entry("ath of another text", "dpop_proof_token", { claims: { ath: hashOf("another") } }),
  odd("ath in hex", "dpop_proof_token", ({ token }) => ({
    proofs: [prove(token, { claims: { ath: hashOf(token, "hex") } })],
  })),
  odd("ath with padding", "dpop_proof_token", ({ token }) => ({
    proofs: [prove(token, { claims: { ath: `${hashOf(token)}=` } })],
  })),
  odd("ath that is the token", "dpop_proof_token", ({ token }) => ({
    proofs: [prove(token, { claims: { ath: token } })],
  })),
];

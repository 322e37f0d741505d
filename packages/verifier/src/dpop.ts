/** DPoP proofs (RFC 9449), checked without a framework: for APIs and for authorization servers. */
import { createHash } from "node:crypto";
import { OAuthError, parseUrl } from "@regrant/shared";
import { createProofKeys, type ProofKey } from "./dpop/proof-keys.js";
import { refuseProof } from "./dpop/refuse.js";
import { createReplays } from "./dpop/replays.js";
import { isSameTarget } from "./dpop/target.js";
import { type CompactJws, decodeBase64url, decodeObject, splitCompactJws } from "./jws.js";

export { createNonces } from "./dpop/nonces.js";
export { proofAlgorithms } from "./dpop/proof-keys.js";

export interface ProofExpectations {
  /** The request's method, which is `htm`. */
  readonly method: string;
  /** The request's URL, which is `htu`: query and fragment are ignored. */
  readonly url: string;
  /** The access token that the request carries. Then `ath` is required, and refusals are 401, an API's, instead of 400. */
  readonly accessToken?: string;
  /** The only right key's thumbprint, the token's `cnf.jkt`: a proof of another takes no room among those remembered. */
  readonly jkt?: string;
  /** The nonces that are good now, the newest first, which a refusal hands out. Absent or empty: none is asked for. */
  readonly nonces?: readonly string[];
}

export interface DpopProof {
  /** RFC 7638 thumbprint of the key that signed it, to be compared with the token's `cnf.jkt`. */
  readonly jkt: string;
}

export interface ProofCheckOptions {
  /** Milliseconds since 1970. Default: Date.now. */
  readonly now?: () => number;
  /** How old `iat` may be, 10 to 300; and how far ahead, but never beyond 60. Default: 60. */
  readonly iatToleranceSeconds?: number;
  /** How many proofs are remembered; from half of that on, those of the key that has made the most are forgotten first. Default: 100 000, up to 80 MB. */
  readonly maxReplays?: number;
}

export interface ProofCheck {
  /**
   * Check a proof, and spend its `jti` last: whatever is refused was not spent.
   *
   * Takes the access token itself as checked, and compares its key only if it is told by `jkt`.
   *
   * @param header the DPoP header as Node.js gives it: two headers arrive joined by a comma, or as an array
   * @throws OAuthError `invalid_dpop_proof`; or `use_dpop_nonce`, with a DPoP-Nonce header
   * @see https://www.rfc-editor.org/rfc/rfc9449#section-4.3
   */
  check(header: string | readonly string[], expected: ProofExpectations): DpopProof;
}

/** RSA keys of 4096 bits and a URL of 2 000 characters fit in. */
const mostProofCharacters = 8_192;
/** RFC 9449 §11.1: a long one only fills the memory. */
const mostJtiCharacters = 256;
/** FAPI 2.0 Security Profile §5.3.2.1: 10 s ahead is to be accepted, more than 60 s is not. */
const mostAheadSeconds = 60;

/** @throws TypeError if an option is invalid */
export function createProofCheck(options: ProofCheckOptions = {}): ProofCheck {
  const { now = Date.now, iatToleranceSeconds: past = 60, maxReplays = 100_000 } = options;
  if (!(past >= 10 && past <= 300))
    throw new TypeError(`iatToleranceSeconds must be a number of seconds from 10 to 300, not ${past}`);
  if (!(maxReplays >= 1)) throw new TypeError(`maxReplays must be at least 1, not ${maxReplays}`);
  const ahead = Math.min(past, mostAheadSeconds);
  const keyOf = createProofKeys();
  const replays = createReplays(maxReplays, (past + ahead) * 1_000);

  function checkProof(header: string | readonly string[], expected: ProofExpectations): DpopProof {
    const at = now();
    const jws = splitProof(header);
    const { key, claims } = readProof(jws, keyOf);
    const { iat, jti } = checkTypes(claims);
    checkTarget(claims, expected);
    checkTimes(claims, iat, at / 1_000);
    checkToken(claims, expected);
    checkNonce(claims, expected);
    if (expected.jkt !== undefined && expected.jkt !== key.jkt)
      throw refuseProof(
        "dpop_key_mismatch",
        "the access token is bound to another key than the DPoP proof's",
      );
    if (!replays.spend(key.jkt, jti, at))
      throw refuseProof("dpop_proof_replayed", "jti: the DPoP proof has been used before");
    return { jkt: key.jkt };
  }

  /** A proof needs neither `exp` nor `nbf`, but what a JWT says of itself counts (RFC 7519 §4.1.4, §4.1.5). */
  function checkTimes({ exp, nbf }: Members, iat: number, seconds: number): void {
    const isOver = iat < seconds - past || !isAbsentOr(exp, (time) => time >= seconds - past);
    const isEarly = iat > seconds + ahead || !isAbsentOr(nbf, (time) => time <= seconds + ahead);
    if (isOver || isEarly)
      throw refuseProof(
        "dpop_proof_time",
        `iat: the DPoP proof is more than ${past} s old or ${ahead} s ahead of ${Math.floor(seconds)}`,
      );
  }

  return {
    check(header, expected) {
      try {
        return checkProof(header, expected);
      } catch (error) {
        if (!(error instanceof OAuthError) || expected.accessToken === undefined) throw error;
        const { code, message, reason, cause, headers } = error;
        throw new OAuthError(code, message, { reason, cause, headers, status: 401 });
      }
    },
  };
}

const isAbsentOr = (value: unknown, isGood: (time: number) => boolean): boolean =>
  value === undefined || (typeof value === "number" && isGood(value));

type Members = Readonly<Record<string, unknown>>;

function splitProof(header: string | readonly string[]): CompactJws {
  const all = typeof header === "string" ? [header] : header;
  const [proof = ""] = all;
  if (all.length > 1 || proof.includes(","))
    throw refuseProof("dpop_proof_repeated", "the request has more than one DPoP header");
  return inProof(() => splitCompactJws(proof, mostProofCharacters));
}

/** The parsers speak of access tokens. */
function inProof<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof OAuthError && cause.code === "invalid_dpop_proof") throw cause;
    throw refuseProof("dpop_proof_malformed", "the DPoP header is not one signed JWT of JSON objects", cause);
  }
}

/** Its claims are read only after its signature is verified. */
function readProof(
  jws: CompactJws,
  keyOf: (header: string) => ProofKey,
): { readonly key: ProofKey; readonly claims: Members } {
  const key = inProof(() => keyOf(jws.header));
  const signature = inProof(() => decodeBase64url(jws.signature));
  if (!key.verify(jws.signingInput, signature))
    throw refuseProof("dpop_proof_signature", "the DPoP proof's signature is not of the key in its header");
  return { key, claims: inProof(() => decodeObject(jws.payload)) };
}

function checkTypes({ iat, jti }: Members): { readonly iat: number; readonly jti: string } {
  if (typeof iat !== "number")
    throw refuseProof("dpop_proof_malformed", "iat: the DPoP proof does not say when it was made");
  if (typeof jti !== "string" || jti === "" || jti.length > mostJtiCharacters)
    throw refuseProof(
      "dpop_proof_malformed",
      `jti: the DPoP proof has no identifier of at most ${mostJtiCharacters} characters`,
    );
  return { iat, jti };
}

function checkTarget({ htm, htu }: Members, { method, url }: ProofExpectations): void {
  if (htm !== method) throw refuseProof("dpop_proof_htm", `htm: the DPoP proof is not for ${method}`);
  if (typeof htu !== "string" || !isSameTarget(htu, url))
    throw refuseProof("dpop_proof_htu", `htu: the DPoP proof is not for this URL at ${originOf(url)}`);
}

/** The rest is whatever the client sent. */
const originOf = (url: string): string => parseUrl(url)?.origin ?? "this server";

function checkToken({ ath }: Members, { accessToken }: ProofExpectations): void {
  if (accessToken === undefined) return;
  if (ath !== createHash("sha256").update(accessToken, "latin1").digest("base64url"))
    throw refuseProof("dpop_proof_token", "ath: the DPoP proof is for another access token");
}

function checkNonce({ nonce }: Members, { nonces = [] }: ProofExpectations): void {
  const [newest] = nonces;
  if (newest === undefined || (typeof nonce === "string" && nonces.includes(nonce))) return;
  throw new OAuthError("use_dpop_nonce", "nonce: the DPoP proof needs the nonce of the DPoP-Nonce header", {
    reason: "dpop_nonce_required",
    headers: { "dpop-nonce": newest },
  });
}

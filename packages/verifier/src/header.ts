/** Checks the JOSE header (RFC 9068 §4, RFC 7515 §4.1); the first failed check is reported. */
import {
  isSigningAlgorithm,
  mediaTypeOf,
  OAuthError,
  type Reason,
  type SigningAlgorithm,
} from "@regrant/shared";

const refuse = (reason: Reason, description: string): OAuthError =>
  new OAuthError("invalid_token", description, { reason });

/** The issuer publishes no such key, as far as anyone can tell. */
export const kidUnknown = (): OAuthError =>
  refuse("token_kid_unknown", "kid: the access token is signed with a key that the issuer does not publish");

/** An issuer signs more than access tokens, with the same keys. @throws OAuthError */
function checkType(typ: unknown): void {
  switch (mediaTypeOf(typ)) {
    case "at+jwt":
      return;
    case "jwt":
      throw refuse("token_is_id_token", "typ: this is an ID token or another JWT; send the access token");
    case "logout+jwt":
      throw refuse("token_is_logout_token", "typ: this is a logout token; send the access token");
    default:
      throw refuse("token_typ", "typ: the JWT is not an access token (at+jwt)");
  }
}

export interface TokenHeader {
  readonly kid: string;
  /** Still to be compared with the key's. */
  readonly alg: SigningAlgorithm;
}

/** Not one of these; or not the key's own, which a token does not choose (RFC 8725 §3.1). */
export const wrongAlgorithm = (algorithms: readonly SigningAlgorithm[]): OAuthError =>
  refuse("token_alg", `alg: the access token is not signed with ${algorithms.join(" or ")}`);

/**
 * Check `typ`, `alg` and `crit`. Ignores keys in the header (`jwk`, `jku`, `x5c`, `x5u`).
 *
 * @throws OAuthError `invalid_token`, reason `token_is_id_token`, `token_is_logout_token`, `token_typ`, `token_alg`,
 *   `token_crit` or `token_kid_unknown`
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function checkHeader(
  header: Readonly<Record<string, unknown>>,
  algorithms: readonly SigningAlgorithm[],
): TokenHeader {
  const { typ, alg, kid } = header;
  checkType(typ);
  if (!isSigningAlgorithm(alg) || !algorithms.includes(alg)) throw wrongAlgorithm(algorithms);
  if (Object.hasOwn(header, "crit")) {
    throw refuse("token_crit", "crit: the access token demands an extension that is not supported");
  }
  if (typeof kid !== "string" || kid === "") {
    throw refuse("token_kid_unknown", "kid: the access token does not name its key");
  }
  return { kid, alg };
}

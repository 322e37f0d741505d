/** Offline verification of access tokens (RFC 9068 §4): the key set, and nothing else, decides. */
import type { AccessToken } from "./claims.js";
import { splitCompactJws } from "./jws.js";
import { createKeyStore, type KeyStore } from "./key-store.js";
import type { KeysStatus } from "./keys-status.js";
import { readCacheBounds, readExpectations, readKeyOptions, type VerifierOptions } from "./options.js";
import { type CacheStatus, createTokenCheck } from "./token-check.js";

export interface Verifier {
  readonly issuer: string;
  readonly audience: string;
  /**
   * Verify without waiting. Nearly every token is answered this way, which saves a request its promises.
   *
   * @returns undefined where the keys have to be fetched first: then call `verify`
   * @throws OAuthError 401 `invalid_token`, or 503 `temporarily_unavailable` without keys
   */
  verifyNow(token: string): AccessToken | undefined;
  /** Verify, waiting for the keys where that may help. Rejects as `verifyNow` throws. */
  verify(token: string): Promise<AccessToken>;
  /** Fetch the keys now. Does not throw; see `keysStatus`. */
  refreshKeys(): Promise<void>;
  keysStatus(): KeysStatus;
  cacheStatus(): CacheStatus;
  /** Stop refreshing. What is held goes on to verify. */
  close(): void;
}

/**
 * Create a verifier for one issuer and one API. It starts to fetch the keys at once, unless `refreshInBackground` is false.
 *
 * Does not check revocation: a token is good until it expires or its key is withdrawn. Scope and roles are for
 * `requireScope` and `requireAnyRole`.
 *
 * @throws TypeError where an option is wrong
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const expected = readExpectations(options);
  const { issuer, audience } = expected;
  const keyOptions = readKeyOptions(options);
  const { now, refreshInBackground } = keyOptions;
  const check = createTokenCheck(expected, readCacheBounds(options), (kid, at) => keys.find(kid, at));
  const keys: KeyStore = createKeyStore({ ...keyOptions, onKeysGone: check.dropSignedWith });

  function verifyNow(token: string): AccessToken | undefined {
    const at = now();
    if (keys.isDue(at)) return undefined;
    const verified = check.findVerified(token, audience, at);
    if (verified !== undefined) return verified;
    const jws = splitCompactJws(token);
    const kid = check.kidOf(jws);
    const key = keys.find(kid, at);
    if (key !== undefined) return check.verifyWith(key, token, jws, audience, at);
    if (keys.isFetchable(kid, at)) return undefined;
    throw keys.refusal(at);
  }

  async function verify(token: string): Promise<AccessToken> {
    if (keys.isDue(now())) await keys.refresh();
    const verified = verifyNow(token);
    if (verified !== undefined) return verified;
    const jws = splitCompactJws(token);
    const kid = check.kidOf(jws);
    await keys.fetchFor(kid);
    const at = now();
    const key = keys.find(kid, at);
    if (key === undefined) throw keys.refusal(at);
    return check.verifyWith(key, token, jws, audience, at);
  }

  if (refreshInBackground) void keys.refresh();
  return {
    issuer,
    audience,
    verifyNow,
    verify,
    refreshKeys: keys.refresh,
    keysStatus: keys.status,
    cacheStatus: check.status,
    close: keys.close,
  };
}

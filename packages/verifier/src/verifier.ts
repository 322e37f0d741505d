/** Offline verification of access tokens (RFC 9068 §4), with nothing but the key set. */
import { OAuthError } from "@regrant/shared";
import { createBindingCheck, type DpopSupport, type PresentedProof } from "./binding.js";
import type { AccessToken } from "./claims.js";
import type { VerificationKey } from "./jwks.js";
import { type CompactJws, decodeObject, splitCompactJws } from "./jws.js";
import { createKeyStore, type KeyStore } from "./key-store.js";
import type { KeysEvent, KeysStatus } from "./keys-status.js";
import {
  readCacheBounds,
  readExpectations,
  readKeyOptions,
  readWarnings,
  type VerifierOptions,
} from "./options.js";
import { createRevocationCheck } from "./revocation.js";
import { readRevocation } from "./revocation-options.js";
import type { RevocationStatus } from "./status-lists.js";
import { type CacheStatus, createTokenCheck } from "./token-check.js";

export interface Verifier {
  readonly issuer: string;
  readonly audience: string;
  /** Whether tokens bound to a key are accepted, or none but those; null: they cannot be, see `dpop.url`. */
  readonly dpop: DpopSupport;
  /**
   * Verify without waiting, which works for nearly every token and saves a promise per request.
   *
   * @param proof for a token that came with the scheme DPoP; without one it counts as a bearer token
   * @returns undefined if the keys must be fetched first: then call `verify`
   * @throws OAuthError 401 `invalid_token`, `invalid_dpop_proof` or `use_dpop_nonce`, or 503 `temporarily_unavailable` without keys
   */
  verifyNow(token: string, proof?: PresentedProof): AccessToken | undefined;
  /** Verify, waiting for keys if that may help. Rejects as `verifyNow` throws. */
  verify(token: string, proof?: PresentedProof): Promise<AccessToken>;
  /** Fetch the keys now. Never throws; see `keysStatus`. */
  refreshKeys(): Promise<void>;
  keysStatus(): KeysStatus;
  /** Null unless the option `revocation` is set. */
  revocationStatus(): RevocationStatus | null;
  /** Fetch the status lists that are due now. Never throws; see `revocationStatus`. */
  refreshStatusLists(): Promise<void>;
  cacheStatus(): CacheStatus;
  /** Stop refreshing. The current keys still verify. */
  close(): void;
}

/** Undefined where there is none to be read. */
function readIssuer(payload: string): unknown {
  try {
    return decodeObject(payload).iss;
  } catch {
    return undefined; // the token is refused for its key already
  }
}

/**
 * Create a verifier for one issuer and one API. It starts fetching the keys at once, unless `refreshInBackground` is
 * false.
 *
 * Checks revocation only with the option `revocation`: otherwise a token is valid until it expires or its key is withdrawn. Check
 * scope and roles with `requireScope`, `requireAnyRole` and `requireAuthentication`.
 *
 * @throws TypeError if an option is invalid
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const expected = readExpectations(options);
  const { issuer, audience } = expected;
  const keyOptions = readKeyOptions(options);
  const { now, refreshInBackground } = keyOptions;
  const warnings = readWarnings(options, keyOptions.url);
  const revocation =
    options.revocation === undefined
      ? null
      : createRevocationCheck({
          ...readRevocation(issuer, keyOptions.url, options.revocation),
          clockToleranceSeconds: expected.clockToleranceSeconds,
          findKey: findKeyOfList,
          refreshInBackground,
          now,
          onFailure: warnings.statusListFailed,
        });
  const binding = createBindingCheck(audience, options.dpop, now);
  const findKey = (kid: string, at: number) => keys.find(kid, at);
  const check = createTokenCheck(expected, readCacheBounds(options), findKey, revocation);
  const keys: KeyStore = createKeyStore({
    ...keyOptions,
    algorithms: expected.algorithms,
    onEvent,
    onKeysGone: check.dropSignedWith,
  });

  async function findKeyOfList(kid: string): Promise<VerificationKey | undefined> {
    const known = keys.find(kid, now());
    if (known === undefined && keys.isFetchable(kid, now())) await keys.fetchFor(kid);
    return known ?? keys.find(kid, now());
  }

  function onEvent(event: KeysEvent): void {
    options.onKeysEvent?.(event);
    const isLeftToUs = options.onKeysEvent === undefined || options.warn !== undefined;
    if (isLeftToUs && event.outcome === "failed" && event.source === "url")
      warnings.keysFailed(event.message);
  }

  function verifyWith(
    key: VerificationKey | undefined,
    token: string,
    jws: CompactJws,
    at: number,
  ): AccessToken {
    try {
      if (key === undefined) throw keys.refusal(at);
      return check.verifyWith(key, token, jws, audience, at);
    } catch (error) {
      if (error instanceof OAuthError) warnOfOtherIssuer(error, jws);
      throw error;
    }
  }

  /** With an unknown key nobody vouches for the issuer that the token names, which therefore goes no further than a warning. */
  function warnOfOtherIssuer({ reason }: OAuthError, { payload }: CompactJws): void {
    if (reason !== "token_kid_unknown" && reason !== "token_issuer") return;
    const iss = readIssuer(payload);
    if (typeof iss === "string" && iss !== issuer) warnings.otherIssuer(iss);
  }

  function findNow(token: string): AccessToken | undefined {
    const at = now();
    if (keys.isDue(at)) return undefined;
    const verified = check.findVerified(token, audience, at);
    if (verified !== undefined) return verified;
    const jws = splitCompactJws(token);
    const kid = check.kidOf(jws);
    const key = keys.find(kid, at);
    if (key === undefined && keys.isFetchable(kid, at)) return undefined;
    return verifyWith(key, token, jws, at);
  }

  async function findLater(token: string): Promise<AccessToken> {
    if (keys.isDue(now())) await keys.refresh();
    const verified = findNow(token);
    if (verified !== undefined) return verified;
    const jws = splitCompactJws(token);
    const kid = check.kidOf(jws);
    await keys.fetchFor(kid);
    const at = now();
    return verifyWith(keys.find(kid, at), token, jws, at);
  }

  if (refreshInBackground) void keys.refresh();
  return {
    issuer,
    audience,
    dpop: binding.support,
    verifyNow(token, proof) {
      const accessToken = findNow(token);
      if (accessToken !== undefined) binding.check(accessToken, token, proof); // last: a proof is good once
      return accessToken;
    },
    async verify(token, proof) {
      const accessToken = await findLater(token);
      binding.check(accessToken, token, proof);
      return accessToken;
    },
    refreshKeys: keys.refresh,
    keysStatus: keys.status,
    revocationStatus: () => revocation?.status() ?? null,
    refreshStatusLists: async () => revocation?.poll(),
    cacheStatus: check.status,
    close() {
      keys.close();
      revocation?.close();
    },
  };
}

/** Offline verification of access tokens (RFC 9068 §4), with nothing but the key set. */
import { Buffer } from "node:buffer";
import { verify as verifySignature } from "node:crypto";
import { OAuthError } from "@regrant/shared";
import { type AccessToken, checkClaims, checkTimes } from "./claims.js";
import { checkHeader } from "./header.js";
import type { VerificationKey } from "./jwks.js";
import { type CompactJws, decodeBase64url, decodeObject, splitCompactJws } from "./jws.js";
import { createKeyStore } from "./key-store.js";
import type { KeysEvent, KeysStatus } from "./keys-status.js";
import {
  readCacheBounds,
  readExpectations,
  readKeyOptions,
  readWarnings,
  type VerifierOptions,
} from "./options.js";
import { createTokenCache } from "./token-cache.js";

export interface Verifier {
  readonly issuer: string;
  readonly audience: string;
  /**
   * Verify without waiting, which works for nearly every token and saves a promise per request.
   *
   * @returns undefined if the keys must be fetched first: then call `verify`
   * @throws OAuthError 401 `invalid_token`, or 503 `temporarily_unavailable` without keys
   */
  verifyNow(token: string): AccessToken | undefined;
  /** Verify, waiting for keys if that may help. Rejects as `verifyNow` throws. */
  verify(token: string): Promise<AccessToken>;
  /** Fetch the keys now. Never throws; see `keysStatus`. */
  refreshKeys(): Promise<void>;
  keysStatus(): KeysStatus;
  cacheStatus(): CacheStatus;
  /** Stop refreshing. The current keys still verify. */
  close(): void;
}

/** The cache of verified tokens: its content and its hits. */
export interface CacheStatus {
  readonly tokens: number;
  /** By the same estimate as the limit. */
  readonly bytes: number;
  readonly hits: number;
  readonly misses: number;
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
 * Does not check revocation: a token is valid until it expires or its key is withdrawn. Check scope and roles with
 * `requireScope` and `requireAnyRole`.
 *
 * @throws TypeError if an option is invalid
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const expected = readExpectations(options);
  const { issuer, audience, clockToleranceSeconds } = expected;
  const keyOptions = readKeyOptions(options);
  const { now, refreshInBackground } = keyOptions;
  const cache = createTokenCache(readCacheBounds(options));
  const warnings = readWarnings(options, keyOptions.url);
  const keys = createKeyStore({ ...keyOptions, onEvent, onKeysGone: cache.dropSignedWith });
  let lastHeader = { text: "", kid: "" };
  let hits = 0;
  let misses = 0;

  function onEvent(event: KeysEvent): void {
    options.onKeysEvent?.(event);
    const isLeftToUs = options.onKeysEvent === undefined || options.warn !== undefined;
    if (isLeftToUs && event.outcome === "failed" && event.source === "url")
      warnings.keysFailed(event.message);
  }

  /** The refusal of a token whose key is not known; its issuer, which nobody vouches for, goes no further than a warning. */
  function refusalOfUnknown({ payload }: CompactJws, at: number): OAuthError {
    const refusal = keys.refusal(at);
    const iss = refusal.reason === "token_kid_unknown" ? readIssuer(payload) : issuer;
    if (typeof iss === "string" && iss !== issuer) warnings.otherIssuer(iss);
    return refusal;
  }

  function findVerified(token: string, at: number): AccessToken | undefined {
    const verified = cache.find(token);
    if (verified === undefined || keys.find(verified.key.kid, at) !== verified.key) return undefined;
    try {
      checkTimes(verified.accessToken.claims, at / 1_000, clockToleranceSeconds);
    } catch (error) {
      cache.drop(token);
      throw error;
    }
    return verified.accessToken;
  }

  /** Tokens of one key share their header, so the last good one is not parsed again. */
  function kidOf(header: string): string {
    if (header !== lastHeader.text) lastHeader = { text: header, kid: checkHeader(decodeObject(header)) };
    return lastHeader.kid;
  }

  /** The payload is parsed only after the signature is verified. */
  function verifyWith(key: VerificationKey, token: string, jws: CompactJws, at: number): AccessToken {
    const signingInput = Buffer.from(jws.signingInput, "latin1");
    if (!verifySignature("sha256", signingInput, key.keyObject, decodeBase64url(jws.signature))) {
      throw new OAuthError("invalid_token", "the signature does not fit", { reason: "token_signature" });
    }
    const payload = decodeObject(jws.payload);
    if (typeof payload.iss === "string" && payload.iss !== issuer) warnings.otherIssuer(payload.iss);
    const accessToken = checkClaims(payload, expected, at / 1_000);
    cache.insert({ token, accessToken, key });
    return accessToken;
  }

  function verifyNow(token: string): AccessToken | undefined {
    const at = now();
    if (keys.isDue(at)) return undefined;
    const verified = findVerified(token, at);
    if (verified !== undefined) {
      hits += 1;
      return verified;
    }
    misses += 1;
    const jws = splitCompactJws(token);
    const kid = kidOf(jws.header);
    const key = keys.find(kid, at);
    if (key !== undefined) return verifyWith(key, token, jws, at);
    if (keys.isFetchable(kid, at)) return undefined;
    throw refusalOfUnknown(jws, at);
  }

  async function verify(token: string): Promise<AccessToken> {
    if (keys.isDue(now())) await keys.refresh();
    const verified = verifyNow(token);
    if (verified !== undefined) return verified;
    const jws = splitCompactJws(token);
    const kid = kidOf(jws.header);
    await keys.fetchFor(kid);
    const at = now();
    const key = keys.find(kid, at);
    if (key === undefined) throw refusalOfUnknown(jws, at);
    return verifyWith(key, token, jws, at);
  }

  if (refreshInBackground) void keys.refresh();
  return {
    issuer,
    audience,
    verifyNow,
    verify,
    refreshKeys: keys.refresh,
    keysStatus: keys.status,
    cacheStatus: () => ({ ...cache.size(), hits, misses }),
    close: keys.close,
  };
}

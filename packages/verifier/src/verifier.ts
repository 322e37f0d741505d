/** Offline verification of access tokens (RFC 9068 §4): the key set, and nothing else, decides. */
import { verify as verifySignature } from "node:crypto";
import { OAuthError, wellKnown } from "@regrant/shared";
import { type AccessToken, checkClaims, checkTimes } from "./claims.js";
import { checkHeader } from "./header.js";
import type { VerificationKey } from "./jwks.js";
import { parseJwksUrl } from "./jwks-fetch.js";
import { type CompactJws, decodeBase64url, decodeObject, splitCompactJws } from "./jws.js";
import { createKeyStore, type KeysEvent, type KeysStatus } from "./key-store.js";
import { createTokenCache, defaultTokenCacheBounds, type TokenCacheBounds } from "./token-cache.js";

export interface VerifierOptions {
  /** The authorization server's issuer identifier. Compared letter for letter. */
  readonly issuer: string;
  /** This API's resource identifier, which `aud` has to contain. */
  readonly audience: string;
  /** Where the JWK Set is; default: `/.well-known/jwks.json` under the issuer. https, or loopback. */
  readonly jwksUrl?: string | undefined;
  /** A JWK Set to start from where the URL cannot be reached. */
  readonly jwksFile?: string | undefined;
  /** Allows http to other machines, on networks where nobody else can answer. Default: false. */
  readonly allowInsecureJwksUrl?: boolean | undefined;
  /** For the difference between two machines' clocks, 0 to 300. Default: 5. */
  readonly clockToleranceSeconds?: number | undefined;
  /** At most one fetch of the keys within this time, whatever tokens arrive, 1 to 3 600. Default: 10. */
  readonly jwksCooldownSeconds?: number | undefined;
  /** How long keys serve while the issuer does not answer. Default: 86 400 (24 h). */
  readonly jwksStaleSeconds?: number | undefined;
  /** Bounds of the cache of verified tokens. Default: 10 000 tokens and 32 MiB. */
  readonly tokenCache?: TokenCacheBounds | undefined;
  /** Called after every attempt to get keys, for the log. */
  readonly onKeysEvent?: ((event: KeysEvent) => void) | undefined;
  /** Milliseconds since 1970. Default: Date.now. */
  readonly now?: (() => number) | undefined;
}

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
  /** How many tokens the cache holds, and how often it had the token that was asked for. */
  cacheStatus(): CacheStatus;
  /** Stop refreshing. What is held goes on to verify. */
  close(): void;
}

export interface CacheStatus {
  readonly tokens: number;
  readonly hits: number;
  readonly misses: number;
}

/** Cache-Control of the JWK Set counts within these bounds. */
const freshSeconds = { least: 30, most: 3_600 };

type Bounds = readonly [least: number, most: number];

function checkSeconds(name: string, value: number, [least, most]: Bounds): number {
  if (value >= least && value <= most) return value; // NaN is neither
  throw new TypeError(`${name} has to be seconds from ${least} to ${most}, not ${value}`);
}

function checkText(name: string, value: string): string {
  if (typeof value !== "string" || value === "") throw new TypeError(`${name} is required`);
  return value;
}

/** An address under an issuer or a resource, whether or not that ends in a slash. */
export const under = (base: string, path: string): string => base.replace(/\/+$/, "") + path;

/**
 * Create a verifier for one issuer and one API. It starts to fetch the keys at once.
 *
 * Does not check revocation: a token is good until it expires or its key is withdrawn. Scope and roles are for
 * `requireScope` and `requireAnyRole`.
 *
 * @throws TypeError where an option is wrong
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const issuer = checkText("issuer", options.issuer);
  const audience = checkText("audience", options.audience);
  const clockToleranceSeconds = checkSeconds(
    "clockToleranceSeconds",
    options.clockToleranceSeconds ?? 5,
    [0, 300],
  );
  const expected = { issuer, audience, clockToleranceSeconds };
  const now = options.now ?? Date.now;
  const cache = createTokenCache(options.tokenCache ?? defaultTokenCacheBounds);
  const keys = createKeyStore({
    url: parseJwksUrl(
      options.jwksUrl ?? under(issuer, wellKnown.jwks),
      options.allowInsecureJwksUrl ?? false,
    ),
    file: options.jwksFile,
    cooldownSeconds: checkSeconds("jwksCooldownSeconds", options.jwksCooldownSeconds ?? 10, [1, 3_600]),
    staleSeconds: checkSeconds("jwksStaleSeconds", options.jwksStaleSeconds ?? 86_400, [1, 31_536_000]),
    freshSeconds,
    now,
    onEvent: options.onKeysEvent ?? (() => {}),
    onKeysGone: cache.dropSignedWith,
  });
  let lastHeader = { text: "", kid: "" };
  let hits = 0;
  let misses = 0;

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

  /** Tokens of one key share their header, letter for letter: the last good one is not read again. */
  function kidOf(header: string): string {
    if (header !== lastHeader.text) lastHeader = { text: header, kid: checkHeader(decodeObject(header)) };
    return lastHeader.kid;
  }

  /** The payload is read only once the signature vouches for it. */
  function verifyWith(key: VerificationKey, token: string, jws: CompactJws, at: number): AccessToken {
    const signingInput = Buffer.from(jws.signingInput, "latin1");
    if (!verifySignature("sha256", signingInput, key.keyObject, decodeBase64url(jws.signature))) {
      throw new OAuthError("invalid_token", "the signature does not fit", { reason: "token_signature" });
    }
    const accessToken = checkClaims(decodeObject(jws.payload), expected, at / 1_000);
    cache.insert({ token, accessToken, key });
    return accessToken;
  }

  function verifyNow(token: string): AccessToken | undefined {
    const at = now();
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
    throw keys.refusal(at);
  }

  async function verify(token: string): Promise<AccessToken> {
    const verified = verifyNow(token);
    if (verified !== undefined) return verified;
    const jws = splitCompactJws(token);
    const kid = kidOf(jws.header);
    await keys.fetchFor(kid);
    const at = now();
    const key = keys.find(kid, at);
    if (key === undefined) throw keys.refusal(at);
    return verifyWith(key, token, jws, at);
  }

  void keys.refresh();
  return {
    issuer,
    audience,
    verifyNow,
    verify,
    refreshKeys: keys.refresh,
    keysStatus: keys.status,
    cacheStatus: () => ({ tokens: cache.size(), hits, misses }),
    close: keys.close,
  };
}

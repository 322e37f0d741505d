/** A verifier's options. Every default is the strict one. */
import { isSigningAlgorithm, type SigningAlgorithm, signingAlgorithms, wellKnown } from "@regrant/shared";
import type { DpopOptions } from "./binding.js";
import { parseJwksUrl } from "./jwks-fetch.js";
import type { KeysEvent } from "./keys-status.js";
import type { RevocationOptions } from "./revocation-options.js";
import { defaultTokenCacheBounds, type TokenCacheBounds } from "./token-cache.js";
import { under } from "./under.js";
import { createWarnings, type Warn, type Warnings } from "./warnings.js";

export interface VerifierOptions {
  /** The authorization server's issuer identifier, compared exactly. */
  readonly issuer: string;
  /** This API's resource identifier, which `aud` must contain. */
  readonly audience: string;
  /** The algorithms that tokens may be signed with, each by keys that are for it: RS256, PS256, ES256, EdDSA. Default: RS256. */
  readonly algorithms?: readonly SigningAlgorithm[] | undefined;
  /** The URL of the JWK Set: https, or loopback. Default: `/.well-known/jwks.json` under the issuer. */
  readonly jwksUrl?: string | undefined;
  /** A file to keep the keys in, used at startup if the URL cannot be reached. */
  readonly jwksFile?: string | undefined;
  /** Allow http to other machines, for networks where nobody else can answer. Default: false. */
  readonly allowInsecureJwksUrl?: boolean | undefined;
  /** Tolerance for clock differences, 0 to 300. Default: 5. */
  readonly clockToleranceSeconds?: number | undefined;
  /** The minimum time between two fetches, whatever tokens arrive, 1 to 3 600. Default: 10. */
  readonly jwksCooldownSeconds?: number | undefined;
  /** How long keys are used while the issuer does not answer, including restarts. Default: 86 400 (24 h). */
  readonly jwksStaleSeconds?: number | undefined;
  /**
   * Set it to false if nothing may run between requests (Workers): no fetch at startup and no timer; a request that
   * finds the keys no longer fresh fetches them and waits. Default: true.
   */
  readonly refreshInBackground?: boolean | undefined;
  /** Limits of the cache of verified tokens. Default: 10 000 tokens and 32 MiB. */
  readonly tokenCache?: TokenCacheBounds | undefined;
  /** How tokens bound to a key are taken. Default: with their proof, beside bearer tokens. */
  readonly dpop?: DpopOptions | undefined;
  /** Refuse tokens of ended sessions. Default: a token is good until it expires. */
  readonly revocation?: RevocationOptions | undefined;
  /** Called after every attempt to load or save the keys, for logging. */
  readonly onKeysEvent?: ((event: KeysEvent) => void) | undefined;
  /**
   * Called at most once a minute while the keys cannot be fetched, and once a minute when tokens of another issuer arrive.
   * Default: console.warn, without the keys where `onKeysEvent` tells of them. False: silence.
   */
  readonly warn?: Warn | false | undefined;
  /** Milliseconds since 1970. Default: Date.now. */
  readonly now?: (() => number) | undefined;
}

/** Limits on the JWK Set's Cache-Control. */
const freshSeconds = { least: 30, most: 3_600 };

type Bounds = readonly [least: number, most: number];

function checkSeconds(name: string, value: number, [least, most]: Bounds): number {
  if (value >= least && value <= most) return value; // false for NaN
  throw new TypeError(`${name} must be a number of seconds from ${least} to ${most}, not ${value}`);
}

function checkText(name: string, value: string): string {
  if (typeof value !== "string" || value === "") throw new TypeError(`${name} is required`);
  return value;
}

function checkAlgorithms(algorithms: readonly SigningAlgorithm[]): readonly SigningAlgorithm[] {
  if (!Array.isArray(algorithms) || algorithms.length === 0 || !algorithms.every(isSigningAlgorithm))
    throw new TypeError(
      `algorithms must be a list of ${signingAlgorithms.join(", ")}, not ${JSON.stringify(algorithms)}`,
    );
  return [...algorithms];
}

/** What `aud`, `iss` and the times are compared with. @throws TypeError if an option is invalid */
export const readExpectations = (options: VerifierOptions) => ({
  issuer: checkText("issuer", options.issuer),
  audience: checkText("audience", options.audience),
  algorithms: checkAlgorithms(options.algorithms ?? ["RS256"]),
  clockToleranceSeconds: checkSeconds("clockToleranceSeconds", options.clockToleranceSeconds ?? 5, [0, 300]),
});

export const readWarnings = ({ issuer, warn, now }: VerifierOptions, keysUrl: URL): Warnings =>
  createWarnings(issuer, keysUrl, now ?? Date.now, warn === false ? () => {} : (warn ?? console.warn));

/** @throws TypeError where an option is wrong */
export const readKeyOptions = (options: VerifierOptions) => ({
  url: parseJwksUrl(
    options.jwksUrl ?? under(options.issuer, wellKnown.jwks),
    options.allowInsecureJwksUrl ?? false,
  ),
  file: options.jwksFile,
  cooldownSeconds: checkSeconds("jwksCooldownSeconds", options.jwksCooldownSeconds ?? 10, [1, 3_600]),
  staleSeconds: checkSeconds("jwksStaleSeconds", options.jwksStaleSeconds ?? 86_400, [1, 31_536_000]),
  freshSeconds,
  refreshInBackground: options.refreshInBackground ?? true,
  now: options.now ?? Date.now,
});

export const readCacheBounds = ({ tokenCache }: VerifierOptions): TokenCacheBounds =>
  tokenCache ?? defaultTokenCacheBounds;

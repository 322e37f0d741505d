/**
 * The issuer's keys, kept through its outages.
 *
 * Refreshes ahead of expiry in the background, one fetch at a time, with a cooldown counted from attempts. A bad
 * answer changes nothing: the last good set serves until its stale bound.
 */
import { readFile } from "node:fs/promises";
import { OAuthError } from "@regrant/shared";
import { LRUCache } from "lru-cache";
import { maxKidCharacters, parseJwkSet, type VerificationKey, type VerificationKeys } from "./jwks.js";
import { fetchJwks } from "./jwks-fetch.js";

/** The outcome of one attempt to get keys. */
export type KeysEvent =
  | { readonly outcome: "loaded"; readonly source: "url" | "file"; readonly kids: readonly string[] }
  | { readonly outcome: "failed"; readonly source: "url" | "file"; readonly message: string };

export interface KeysStatus {
  /** How many keys can be verified with now. */
  readonly count: number;
  /** Since the issuer (or the file) last confirmed the keys. */
  readonly ageSeconds: number | null;
  /** Are the keys older than the issuer said they may be? They serve on, up to the bound. */
  readonly isStale: boolean;
  /** Attempts at the URL so far. */
  readonly attempts: number;
  /** Why the last attempt failed; null after one that did not. */
  readonly lastError: string | null;
}

export interface KeyStoreOptions {
  readonly url: URL;
  readonly file: string | undefined;
  readonly cooldownSeconds: number;
  readonly staleSeconds: number;
  /** The bounds of what Cache-Control may say. */
  readonly freshSeconds: { readonly least: number; readonly most: number };
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onEvent: (event: KeysEvent) => void;
  readonly onKeysGone: (keys: ReadonlySet<VerificationKey>) => void;
}

export interface KeyStore {
  find(kid: string, now: number): VerificationKey | undefined;
  /** Is a fetch allowed now, or under way, that may bring this key? */
  isFetchable(kid: string, now: number): boolean;
  /** Wait for the fetch that may bring this key. Does not throw: `find` tells what came of it. */
  fetchFor(kid: string): Promise<void>;
  /** Why there is no such key: the token's fault, or nobody can say at the moment. */
  refusal(now: number): OAuthError;
  /** Fetch now, or join the fetch in flight. Does not throw. */
  refresh(): Promise<void>;
  status(): KeysStatus;
  close(): void;
}

/** Kids that a fetch did not bring. Bounded, because anyone can make them up. */
const unknownKids = { max: 1_000, seconds: 60 };

const toError = (value: unknown): Error => (value instanceof Error ? value : new Error(String(value)));

/** fetch() says only "fetch failed" and keeps the reason as its cause. */
const describe = ({ message, cause }: Error): string =>
  cause instanceof Error ? `${message}: ${cause.message}` : message;

export function createKeyStore(options: KeyStoreOptions): KeyStore {
  const { url, file, now, onEvent, onKeysGone } = options;
  const cooldown = options.cooldownSeconds * 1_000;
  const closing = new AbortController();
  const unknown = new LRUCache<string, number>({ max: unknownKids.max });
  let keys: VerificationKeys = new Map();
  let confirmedAt = 0;
  let freshUntil = 0;
  let staleUntil = 0;
  let attemptedAt = Number.NEGATIVE_INFINITY;
  let attempts = 0;
  let failures = 0;
  let lastError: string | null = null;
  let inFlight: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  /** Without keys nothing can be served, so the first attempts follow each other faster. */
  const retryMilliseconds = (at: number): number =>
    at < staleUntil ? cooldown : Math.min(cooldown, 1_000 * 2 ** Math.max(0, failures - 1));

  function waitMilliseconds(at: number): number {
    const elapsed = at - attemptedAt;
    return elapsed < 0 ? 0 : Math.max(0, retryMilliseconds(at) - elapsed); // negative: the clock was set back
  }

  function accept(next: VerificationKeys, source: "url" | "file", freshMilliseconds: number): void {
    const gone = new Set([...keys.values()].filter((key) => next.get(key.kid) !== key));
    keys = next;
    confirmedAt = now();
    staleUntil = confirmedAt + options.staleSeconds * 1_000;
    freshUntil = Math.min(confirmedAt + freshMilliseconds, staleUntil);
    if (gone.size > 0) onKeysGone(gone);
    onEvent({ outcome: "loaded", source, kids: [...keys.keys()] });
  }

  async function fetchKeys(): Promise<void> {
    const { text, freshSeconds } = await fetchJwks(url, closing.signal);
    const next = parseJwkSet(text, keys);
    const { least, most } = options.freshSeconds;
    failures = 0;
    lastError = null;
    accept(next, "url", Math.min(Math.max(freshSeconds, least), most) * 1_000);
  }

  function fail(source: "url" | "file", cause: unknown): void {
    lastError = describe(toError(cause));
    onEvent({ outcome: "failed", source, message: lastError });
  }

  async function seedFrom(path: string): Promise<void> {
    try {
      accept(parseJwkSet(await readFile(path, "utf8"), keys), "file", 0);
    } catch (cause) {
      fail("file", cause);
    }
  }

  async function attempt(): Promise<void> {
    attemptedAt = now();
    attempts += 1;
    try {
      await fetchKeys();
    } catch (cause) {
      if (closing.signal.aborted) return;
      failures += 1;
      fail("url", cause);
      if (keys.size === 0 && file !== undefined) await seedFrom(file);
    }
  }

  /** Refresh between 70 % and 90 % of the time left, so that replicas do not ask at the same moment. */
  function schedule(): void {
    if (closing.signal.aborted) return;
    const at = now();
    const ahead = (freshUntil - at) * (0.7 + 0.2 * Math.random());
    clearTimeout(timer);
    timer = setTimeout(refresh, failures > 0 ? waitMilliseconds(at) : Math.max(ahead, 0)).unref();
  }

  function refresh(): Promise<void> {
    if (closing.signal.aborted) return Promise.resolve();
    inFlight ??= attempt().finally(() => {
      inFlight = null;
      schedule();
    });
    return inFlight;
  }

  return {
    find: (kid, at) => (at < staleUntil ? keys.get(kid) : undefined),

    isFetchable(kid, at) {
      if (closing.signal.aborted || kid.length > maxKidCharacters) return false;
      if ((unknown.get(kid) ?? 0) > at) return false;
      return inFlight !== null || waitMilliseconds(at) === 0;
    },

    async fetchFor(kid) {
      await refresh();
      if (failures === 0 && !keys.has(kid)) unknown.set(kid, now() + unknownKids.seconds * 1_000);
    },

    refusal(at) {
      // Once the keys are stale and the issuer is away, the kid may well be a new one: no reason to end a session.
      if (at < staleUntil && (at < freshUntil || failures === 0)) {
        const description = "kid: the access token is signed with a key that the issuer does not publish";
        return new OAuthError("invalid_token", description, { reason: "token_kid_unknown" });
      }
      const retryAfter = Math.max(1, Math.ceil(waitMilliseconds(at) / 1_000));
      return new OAuthError("temporarily_unavailable", "the issuer's keys cannot be fetched at the moment", {
        reason: "keys_unavailable",
        headers: { "retry-after": String(retryAfter) },
      });
    },

    refresh,

    status() {
      const at = now();
      const isUsable = at < staleUntil;
      return {
        count: isUsable ? keys.size : 0,
        ageSeconds: keys.size === 0 ? null : Math.max(0, Math.floor((at - confirmedAt) / 1_000)),
        isStale: at >= freshUntil,
        attempts,
        lastError,
      };
    },

    close() {
      closing.abort();
      clearTimeout(timer);
    },
  };
}

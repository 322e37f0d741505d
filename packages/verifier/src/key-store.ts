/**
 * The issuer's keys, which outlast its outages. Refreshed ahead of expiry in the background, one fetch at a time,
 * with a cooldown between attempts. A bad response changes nothing: the last good set is used until its stale limit.
 * With a file, that set is saved, and used when starting during an outage.
 */
import { OAuthError, type SigningAlgorithm } from "@regrant/shared";
import { LRUCache } from "lru-cache";
import { kidUnknown } from "./header.js";
import { type HeldKeys, holdKeys, type KeysSource, keysGone, noKeys } from "./held-keys.js";
import { maxKidCharacters, parseJwkSet, type VerificationKey } from "./jwks.js";
import { fetchJwks } from "./jwks-fetch.js";
import { describeError, describeKeys, type KeysEvent, type KeysStatus } from "./keys-status.js";

export interface KeyStoreOptions {
  readonly url: URL;
  readonly file: string | undefined;
  /** A set without a key for one of these is of no use. */
  readonly algorithms: readonly SigningAlgorithm[];
  readonly cooldownSeconds: number;
  readonly staleSeconds: number;
  /** Limits on what Cache-Control may say. */
  readonly freshSeconds: { readonly least: number; readonly most: number };
  /** False: no timer; a request that finds the keys no longer fresh waits for a fetch. */
  readonly refreshInBackground: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onEvent: (event: KeysEvent) => void;
  readonly onKeysGone: (keys: ReadonlySet<VerificationKey>) => void;
}

export interface KeyStore {
  find(kid: string, now: number): VerificationKey | undefined;
  /** Whether this request should fetch first, because nothing does so in the background. */
  isDue(now: number): boolean;
  /** Whether a fetch that may bring this key is allowed or in progress. */
  isFetchable(kid: string, now: number): boolean;
  /** Wait for the fetch that may bring this key. Never throws: `find` shows the result. */
  fetchFor(kid: string): Promise<void>;
  /** Why the key is missing: the token's fault, or impossible to tell at the moment. */
  refusal(now: number): OAuthError;
  /** Fetch now, or join the fetch in progress. Never throws. */
  refresh(): Promise<void>;
  status(): KeysStatus;
  close(): void;
}

/** Kids that a fetch did not bring. Limited, because anyone can make them up. */
const unknownKids = { max: 1_000, seconds: 60 };

/** With a file to fall back on, a start waits less for an issuer that does not answer. */
const fetchMilliseconds = { atMost: 5_000, withFileInstead: 2_000 };

/** Loaded only if there is a file: Workers have no file system. */
const loadFiles = () => import("./jwks-file.js");

const keysUnavailable = (retryAfterSeconds: number): OAuthError =>
  new OAuthError("temporarily_unavailable", "the issuer's keys cannot be fetched at the moment", {
    reason: "keys_unavailable",
    headers: { "retry-after": String(Math.max(1, retryAfterSeconds)) },
  });

export function createKeyStore(options: KeyStoreOptions): KeyStore {
  const { url, file, algorithms, now, onEvent } = options;
  const cooldown = options.cooldownSeconds * 1_000;
  const stale = options.staleSeconds * 1_000;
  const closing = new AbortController();
  const unknown = new LRUCache<string, number>({ max: unknownKids.max });
  let held: HeldKeys = noKeys;
  let attemptedAt = Number.NEGATIVE_INFINITY;
  let attempts = 0;
  let failures = 0;
  /** Since the last good response. */
  let failuresInARow = 0;
  let clockAheadSeconds: number | null = null;
  const lastErrors: Record<KeysSource, string | null> = { url: null, file: null };
  let inFlight: Promise<void> | null = null;
  let isSaving = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Without keys nothing can be served, so the first retries are quicker. */
  const retryMilliseconds = (at: number): number =>
    at < held.staleUntil ? cooldown : Math.min(cooldown, 1_000 * 2 ** Math.max(0, failuresInARow - 1));

  function waitMilliseconds(at: number): number {
    const elapsed = at - attemptedAt;
    return elapsed < 0 ? 0 : Math.max(0, retryMilliseconds(at) - elapsed); // negative: the clock was set back
  }

  function accept(next: HeldKeys, source: KeysSource): void {
    const gone = keysGone(held.keys, next.keys);
    held = next;
    if (gone.size > 0) options.onKeysGone(gone);
    onEvent({ outcome: "loaded", source, kids: [...held.keys.keys()] });
  }

  function fail(source: KeysSource, cause: unknown): void {
    const message = describeError(cause);
    lastErrors[source] = message;
    onEvent({ outcome: "failed", source, message });
  }

  async function fetchKeys(): Promise<void> {
    const hasOtherWay = file !== undefined && now() >= held.staleUntil;
    const timeout = hasOtherWay ? fetchMilliseconds.withFileInstead : fetchMilliseconds.atMost;
    const { text, freshSeconds, issuerNow } = await fetchJwks(url, timeout, closing.signal);
    const next = parseJwkSet(text, held.keys, algorithms);
    const { least, most } = options.freshSeconds;
    const fresh = Math.min(Math.max(freshSeconds, least), most) * 1_000;
    failuresInARow = 0;
    lastErrors.url = null;
    if (issuerNow !== null) clockAheadSeconds = Math.round((now() - issuerNow) / 1_000);
    accept(holdKeys(next, "url", now(), fresh, stale), "url");
  }

  /** Nobody waits for the disk. While a save is in progress, the next good response starts the next one. */
  async function save(path: string): Promise<void> {
    if (isSaving) return;
    isSaving = true;
    try {
      const { writeJwksFile } = await loadFiles();
      await writeJwksFile(path, held.keys.values(), url, held.confirmedAt);
      lastErrors.file = null;
      onEvent({ outcome: "saved", source: "file" });
    } catch (cause) {
      fail("file", cause);
    } finally {
      isSaving = false;
    }
  }

  /** Their age counts from their original fetch, or restarts would keep withdrawn keys forever. */
  async function seedFrom(path: string): Promise<void> {
    try {
      const { readJwksFile } = await loadFiles();
      const { text, fetchedAt } = await readJwksFile(path, url);
      const at = now();
      const seeded = holdKeys(
        parseJwkSet(text, held.keys, algorithms),
        "file",
        Math.min(fetchedAt, at),
        0,
        stale,
      );
      if (at >= seeded.staleUntil) throw new Error("the keys in the file are older than the stale bound");
      lastErrors.file = null;
      accept(seeded, "file");
    } catch (cause) {
      fail("file", cause);
    }
  }

  async function attempt(): Promise<void> {
    attemptedAt = now();
    attempts += 1;
    try {
      await fetchKeys();
      if (file !== undefined) void save(file);
    } catch (cause) {
      if (closing.signal.aborted) return;
      failures += 1;
      failuresInARow += 1;
      fail("url", cause);
      if (file !== undefined && now() >= held.staleUntil) await seedFrom(file);
    }
  }

  /** Refresh after 70 % to 90 % of the remaining time, so that replicas do not all ask at once. */
  function schedule(): void {
    if (closing.signal.aborted || !options.refreshInBackground) return;
    const at = now();
    const ahead = (held.freshUntil - at) * (0.7 + 0.2 * Math.random());
    clearTimeout(timer);
    timer = setTimeout(refresh, failuresInARow > 0 ? waitMilliseconds(at) : Math.max(ahead, 0));
    if (typeof timer === "object") timer.unref(); // a number in other runtimes than Node.js
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
    find: (kid, at) => (at < held.staleUntil ? held.keys.get(kid) : undefined),

    isDue: (at) =>
      !options.refreshInBackground &&
      at >= held.freshUntil &&
      inFlight === null &&
      !closing.signal.aborted &&
      waitMilliseconds(at) === 0,

    isFetchable(kid, at) {
      if (closing.signal.aborted || kid.length > maxKidCharacters) return false;
      if ((unknown.get(kid) ?? 0) > at) return false;
      return inFlight !== null || waitMilliseconds(at) === 0;
    },

    async fetchFor(kid) {
      await refresh();
      if (failuresInARow === 0 && !held.keys.has(kid)) unknown.set(kid, now() + unknownKids.seconds * 1_000);
    },

    refusal(at) {
      // While the issuer is away, the kid may be a new one, which is no reason to end a session.
      if (at < held.staleUntil && failuresInARow === 0) return kidUnknown();
      return keysUnavailable(Math.ceil(waitMilliseconds(at) / 1_000));
    },

    refresh,

    status: () => ({
      ...describeKeys(held, now(), algorithms),
      attempts,
      failures,
      lastError: lastErrors.url,
      fileError: lastErrors.file,
      clockAheadSeconds,
    }),

    close() {
      closing.abort();
      clearTimeout(timer);
    },
  };
}

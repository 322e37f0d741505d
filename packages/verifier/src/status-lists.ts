/**
 * The status lists that verified tokens refer to, polled in the background. No request waits for one: past `staleSeconds`
 * without an answer, tokens are accepted or refused, as configured.
 */
import type { StatusListReference } from "@regrant/shared";
import type { VerificationKey } from "./jwks.js";
import { describeError } from "./keys-status.js";
import type { Revocation } from "./revocation-options.js";
import { kidOfList, readStatusList, type StatusList } from "./status-list.js";
import { fetchStatusList } from "./status-list-fetch.js";

/** Limits on what a list's `ttl` may say. */
const ttl = { least: 1, otherwise: 60, most: 300 };
const longestPauseSeconds = 60;
/** 131 million sessions. A trusted issuer names them, so this is for one that has gone mad. */
const mostLists = 1_000;

/** A list that a token refers to. Times are in milliseconds since 1970. */
export interface PolledList {
  readonly uri: string;
  /** Null until it was fetched. */
  list: StatusList | null;
  /** When the issuer last confirmed it; until it has, since when it has been asked for. */
  confirmedAt: number;
  /** Until when a token that refers to it can be alive. */
  neededUntil: number;
  etag: string | null;
  dueAt: number;
  failuresInARow: number;
  inFlight: Promise<void> | null;
}

/** The one bit that decides, found once for each token. */
export interface StatusEntry {
  readonly list: PolledList;
  readonly idx: number;
}

export interface RevocationStatus {
  /** How many lists are polled. */
  readonly lists: number;
  /** Of which so many are older than `staleSeconds`. */
  readonly staleLists: number;
  /** Since the issuer last confirmed the list that was confirmed the longest ago; null without lists. */
  readonly ageSeconds: number | null;
  /** Fetches so far, and how many failed. */
  readonly attempts: number;
  readonly failures: number;
  /** Why the last fetch failed; null if it succeeded. */
  readonly lastError: string | null;
  /** Tokens refused because they were revoked. */
  readonly refused: number;
  /** Tokens that a stale list was asked about. */
  readonly askedStale: number;
}

export interface StatusListsOptions extends Revocation {
  readonly clockToleranceSeconds: number;
  /** The key of this kid, fetched first if need be. */
  readonly findKey: (kid: string) => Promise<VerificationKey | undefined>;
  readonly refreshInBackground: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onFailure: (message: string) => void;
}

export interface StatusLists {
  /** The list that a token with a verified signature refers to, which is fetched soon. Null: there are too many. */
  follow(uri: StatusListReference["uri"], tokenExpiresAt: number): PolledList | null;
  /** Have the list fetched if it is due and nothing does so in the background. */
  touch(list: PolledList, at: number): void;
  /** Fetch what is due, and wait for it. Never throws. */
  poll(): Promise<void>;
  status(): Pick<
    RevocationStatus,
    "lists" | "staleLists" | "ageSeconds" | "attempts" | "failures" | "lastError"
  >;
  close(): void;
}

export function createStatusLists(options: StatusListsOptions): StatusLists {
  const { now, staleSeconds, refreshInBackground, onFailure } = options;
  const lists = new Map<string, PolledList>();
  const closing = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  let attempts = 0;
  let failures = 0;
  let lastError: string | null = null;

  async function refresh(polled: PolledList): Promise<void> {
    attempts += 1;
    try {
      const { token, etag } = await fetchStatusList(
        options.addressOf(polled.uri),
        polled.etag,
        closing.signal,
      );
      if (token !== null) polled.list = await read(polled, token);
      if (polled.list !== null && polled.list.expiresAt <= now())
        throw new Error("exp: the status list has expired");
      polled.etag = etag;
      polled.confirmedAt = now();
      polled.failuresInARow = 0;
      lastError = null;
    } catch (cause) {
      if (closing.signal.aborted) return;
      failures += 1;
      polled.failuresInARow += 1;
      polled.etag = null;
      lastError = describeError(cause);
      onFailure(`${polled.uri}: ${lastError}`);
    }
    polled.dueAt = now() + pauseSeconds(polled) * 1_000;
  }

  async function read(polled: PolledList, token: string): Promise<StatusList> {
    const kid = kidOfList(token);
    const key = typeof kid === "string" ? await options.findKey(kid) : undefined;
    if (key === undefined)
      throw new Error("kid: the status list is signed with a key that the issuer does not publish");
    const list = await readStatusList(token, key, polled.uri, now(), options.clockToleranceSeconds);
    // An older one, sent again, would bring the revoked back.
    if (polled.list !== null && list.issuedAt < polled.list.issuedAt)
      throw new Error("iat: the status list is older than the one before");
    return list;
  }

  /** A little early, at random, so that replicas do not all ask at once. */
  function pauseSeconds({ list, failuresInARow }: PolledList): number {
    const asked = Math.min(Math.max(list?.ttlSeconds ?? ttl.otherwise, ttl.least), ttl.most);
    if (failuresInARow > 0) return Math.min(2 ** (failuresInARow - 1), longestPauseSeconds);
    return asked * (0.8 + 0.2 * Math.random());
  }

  function start(polled: PolledList): Promise<void> {
    polled.inFlight ??= refresh(polled).finally(() => {
      polled.inFlight = null;
      schedule();
    });
    return polled.inFlight;
  }

  async function poll(): Promise<void> {
    const at = now();
    for (const [uri, { neededUntil }] of lists) if (neededUntil <= at) lists.delete(uri);
    await Promise.all([...lists.values()].filter(({ dueAt }) => dueAt <= at).map(start));
  }

  /** One timer, for the list that is due first. */
  function schedule(): void {
    if (closing.signal.aborted || !refreshInBackground) return;
    let next = Number.POSITIVE_INFINITY;
    for (const { dueAt, inFlight } of lists.values()) if (inFlight === null) next = Math.min(next, dueAt);
    if (next === Number.POSITIVE_INFINITY || (timer !== undefined && timerAt <= next)) return;
    clearTimeout(timer);
    timerAt = next;
    timer = setTimeout(
      () => {
        timer = undefined;
        void poll().finally(schedule);
        schedule();
      },
      Math.max(next - now(), 0),
    );
    if (typeof timer === "object") timer.unref(); // a number in other runtimes than Node.js
  }

  return {
    follow(uri, tokenExpiresAt) {
      const known = lists.get(uri);
      if (known !== undefined) {
        known.neededUntil = Math.max(known.neededUntil, tokenExpiresAt);
        return known;
      }
      if (lists.size >= mostLists) return null;
      const at = now();
      const polled: PolledList = {
        uri,
        list: null,
        confirmedAt: at,
        neededUntil: tokenExpiresAt,
        etag: null,
        dueAt: at,
        failuresInARow: 0,
        inFlight: null,
      };
      lists.set(uri, polled);
      void start(polled);
      return polled;
    },

    touch(polled, at) {
      if (!refreshInBackground && polled.dueAt <= at) void start(polled);
    },

    poll,

    status() {
      const at = now();
      const ages = [...lists.values()].map(({ confirmedAt }) => at - confirmedAt);
      return {
        lists: lists.size,
        staleLists: ages.filter((age) => age >= staleSeconds * 1_000).length,
        ageSeconds: ages.length === 0 ? null : Math.max(0, Math.floor(Math.max(...ages) / 1_000)),
        attempts,
        failures,
        lastError,
      };
    },

    close() {
      closing.abort();
      clearTimeout(timer);
    },
  };
}

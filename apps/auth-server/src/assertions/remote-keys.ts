/**
 * Public keys that others publish at an address of theirs (`jwks_uri`, RFC 7591 §2), in this process's memory: fetched once for
 * all who wait, anew for a key that is not there, and used on for a while if the address does not answer.
 */
import type { FastifyBaseLogger } from "fastify";
import { errors } from "jose";
import { LRUCache } from "lru-cache";
import { createFetchLimits } from "../guarded-fetch/fetch-limits.js";
import { FetchProblem } from "../guarded-fetch/fetch-problem.js";
import { fetchGuarded } from "../guarded-fetch/guarded-fetch.js";
import type { Lookup } from "../guarded-fetch/resolve.js";
import { type FindKey, KeysUnavailable, keysIn } from "./key-source.js";
import { isKeySet } from "./public-keys.js";

/** A key that its owner removes is refused after this time. */
const freshMs = 300_000;
/** How long keys are used after they were fetched, while their address does not answer. */
const staleMs = 3_600_000;
/** Between two fetches from one address, whatever they are for: naming unknown keys cannot cause more. */
const coolDownMs = 10_000;

const maxBytes = 65_536;
const totalMs = 3_000;
/** An assertion that names no key is tried with each. */
const mostKeys = 50;
const mostAddresses = 1_000;
/** Requests that wait at a time: for each operator's address, and for all others together. A silent host must not take all places. */
const mostWaiting = 64;

export interface KeysAddress {
  readonly uri: string;
  /** Chosen by an operator: it may be on the internal network. */
  readonly isTrusted: boolean;
  /** Users have let its owner in: no flood of others' addresses locks it out. */
  readonly isKnown: boolean;
}

export interface RemoteKeys {
  at(address: KeysAddress): FindKey;
}

export interface RemoteKeysOptions {
  /** For strangers' addresses: only where the issuer is on loopback itself. */
  readonly allowLoopback: boolean;
  readonly log: Pick<FastifyBaseLogger, "info">;
  /** Milliseconds; never steps. */
  readonly monotonic?: () => number;
  readonly lookup?: Lookup;
}

interface Held {
  /** Null while none are known that may be used. */
  find: FindKey | null;
  fetchedAt: number;
  askedAt: number;
  fetching: Promise<void> | null;
  failure: KeysUnavailable | null;
  readonly queue: Queue;
}

interface Queue {
  waiting: number;
}

export function createRemoteKeys(options: RemoteKeysOptions): RemoteKeys {
  const { monotonic = () => performance.now() } = options;
  const fetchKeys = createFetchKeys(options, monotonic);
  // Strangers' addresses never push out an operator's.
  const cacheOf = () => new LRUCache<string, Held>({ max: mostAddresses });
  const [trusted, others] = [cacheOf(), cacheOf()];
  const othersQueue: Queue = { waiting: 0 };

  const heldAt = ({ uri, isTrusted }: KeysAddress): Held => {
    const cache = isTrusted ? trusted : others;
    const known = cache.get(uri);
    if (known !== undefined) return known;
    const queue = isTrusted ? { waiting: 0 } : othersQueue;
    const held = {
      find: null,
      fetchedAt: -Infinity,
      askedAt: -Infinity,
      fetching: null,
      failure: null,
      queue,
    };
    cache.set(uri, held);
    return held;
  };

  async function fetchInto(held: Held, address: KeysAddress): Promise<void> {
    try {
      held.find = await fetchKeys(address);
      held.fetchedAt = monotonic();
      held.failure = null;
    } catch (error) {
      if (!(error instanceof KeysUnavailable)) throw error;
      held.failure = error;
      if (!error.isOutage) held.find = null;
    } finally {
      held.fetching = null;
    }
  }

  /** @returns whether the keys may be other ones now */
  async function refresh(held: Held, address: KeysAddress): Promise<boolean> {
    const { queue } = held;
    if (queue.waiting >= mostWaiting) return false;
    if (held.fetching === null) {
      if (monotonic() - held.askedAt < coolDownMs) return false;
      held.askedAt = monotonic();
      held.fetching = fetchInto(held, address);
    }
    queue.waiting += 1;
    await held.fetching.finally(() => {
      queue.waiting -= 1;
    });
    return true;
  }

  /** @throws {KeysUnavailable} */
  function findIn({ find, fetchedAt, failure }: Held, { uri }: KeysAddress): FindKey {
    if (find !== null && monotonic() - fetchedAt <= staleMs) return find;
    throw (
      failure ??
      new KeysUnavailable(new URL(uri).host, "is not asked: too many requests wait for it already", true)
    );
  }

  return {
    at: (address) => async (header, token) => {
      const held = heldAt(address);
      if (held.find === null || monotonic() - held.fetchedAt > freshMs) await refresh(held, address);
      try {
        return await findIn(held, address)(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || !(await refresh(held, address))) throw error;
        return findIn(held, address)(header, token);
      }
    },
  };
}

/** @returns a function that throws nothing but {KeysUnavailable} */
function createFetchKeys(
  { allowLoopback, log, lookup }: RemoteKeysOptions,
  monotonic: () => number,
): (address: KeysAddress) => Promise<FindKey> {
  const limits = createFetchLimits(monotonic, () => new FetchProblem("unreachable", "is asked too often"));

  return async ({ uri, isTrusted, isKnown }) => {
    const { host } = new URL(uri);
    const fetch = () =>
      fetchGuarded(uri, {
        accept: "application/jwk-set+json, application/json",
        maxBytes,
        totalMs,
        allowLoopback,
        isTrusted,
        ...(lookup && { lookup }),
      });
    try {
      const { body } = await (isTrusted ? fetch() : limits.within(new URL(uri), isKnown, fetch));
      return parseKeys(body, host);
    } catch (error) {
      const failure = error instanceof FetchProblem ? unavailable(error, host) : error;
      if (!(failure instanceof KeysUnavailable)) throw error;
      // The cause is for the operator alone: it tells what is behind a name in the local network.
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
      log.info({ host, problem: failure.message, cause }, "keys not fetched");
      throw failure;
    }
  };
}

function unavailable(error: FetchProblem, host: string): KeysUnavailable {
  const { problem, status, message } = error;
  const isRefused = problem === "address_refused" || problem === "answer_refused";
  const isOutage = !isRefused && (status === null || status >= 500 || status === 429);
  return new KeysUnavailable(host, message, isOutage, error);
}

function parseKeys(body: Buffer, host: string): FindKey {
  const set = parseJson(body);
  if (!isKeySet(set)) throw new KeysUnavailable(host, "did not send a JWK Set (RFC 7517)", false);
  if (set.keys.length > mostKeys) throw new KeysUnavailable(host, `sent more than ${mostKeys} keys`, false);
  return keysIn(set);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return null; // Nothing of it belongs in a message.
  }
}

/** What can be seen of the key store from outside: for the log, for health checks and for metrics. */
import type { HeldKeys, KeysSource } from "./held-keys.js";

/** The outcome of one attempt to get keys, or to keep them in the file. */
export type KeysEvent =
  | { readonly outcome: "loaded"; readonly source: KeysSource; readonly kids: readonly string[] }
  | { readonly outcome: "saved"; readonly source: "file" }
  | { readonly outcome: "failed"; readonly source: KeysSource; readonly message: string };

export interface KeysStatus {
  /** How many keys can be verified with now. */
  readonly count: number;
  readonly source: KeysSource | null;
  /** Since the issuer last confirmed the keys. */
  readonly ageSeconds: number | null;
  /** How much longer the keys serve if the issuer does not answer. */
  readonly usableSeconds: number;
  /** Are the keys older than the issuer said they may be? They serve on, up to the bound. */
  readonly isStale: boolean;
  /** Attempts at the URL so far, and how many of them failed. */
  readonly attempts: number;
  readonly failures: number;
  /** Why the last attempt at the URL failed; null after one that did not. */
  readonly lastError: string | null;
  /** Why the file could not be read or written the last time; null where it could. */
  readonly fileError: string | null;
  /** This machine's clock less the issuer's, by its last answer, to the second; null before, and where it does not say. */
  readonly clockAheadSeconds: number | null;
}

const seconds = (milliseconds: number): number => Math.max(0, Math.floor(milliseconds / 1_000));

/** The part of the status that follows from the keys and the clock. */
export function describeKeys(held: HeldKeys, at: number) {
  return {
    count: at < held.staleUntil ? held.keys.size : 0,
    source: held.source,
    ageSeconds: held.source === null ? null : seconds(at - held.confirmedAt),
    usableSeconds: seconds(held.staleUntil - at),
    isStale: at >= held.freshUntil,
  };
}

/** fetch() says only "fetch failed" and keeps the reason as its cause. */
export function describeError(value: unknown): string {
  if (!(value instanceof Error)) return String(value);
  return value.cause instanceof Error ? `${value.message}: ${value.cause.message}` : value.message;
}

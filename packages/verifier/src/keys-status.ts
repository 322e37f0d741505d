/** The key store's status, for logs, health checks and metrics. */
import type { SigningAlgorithm } from "@regrant/shared";
import type { HeldKeys, KeysSource } from "./held-keys.js";
import { countKeys } from "./jwks.js";

/** The result of one attempt to load keys or save them to the file. */
export type KeysEvent =
  | { readonly outcome: "loaded"; readonly source: KeysSource; readonly kids: readonly string[] }
  | { readonly outcome: "saved"; readonly source: "file" }
  | { readonly outcome: "failed"; readonly source: KeysSource; readonly message: string };

export interface KeysStatus {
  /** How many keys can verify tokens. */
  readonly count: number;
  readonly source: KeysSource | null;
  /** Since the issuer last confirmed the keys. */
  readonly ageSeconds: number | null;
  /** How much longer the keys can be used if the issuer does not answer. */
  readonly usableSeconds: number;
  /** Whether the keys are older than the issuer allows. They are used up to the stale limit. */
  readonly isStale: boolean;
  /** Requests to the URL so far, and how many failed. */
  readonly attempts: number;
  readonly failures: number;
  /** Why the last request to the URL failed; null if it succeeded. */
  readonly lastError: string | null;
  /** Why the file could not be read or written last time; null if it could. */
  readonly fileError: string | null;
  /** How far this machine's clock is ahead of the issuer's, to the second; null if not known. */
  readonly clockAheadSeconds: number | null;
}

const seconds = (milliseconds: number): number => Math.max(0, Math.floor(milliseconds / 1_000));

/** The part of the status derived from the keys and the clock. */
export function describeKeys(held: HeldKeys, at: number, algorithms: readonly SigningAlgorithm[]) {
  return {
    count: at < held.staleUntil ? countKeys(held.keys, algorithms) : 0,
    source: held.source,
    ageSeconds: held.source === null ? null : seconds(at - held.confirmedAt),
    usableSeconds: seconds(held.staleUntil - at),
    isStale: at >= held.freshUntil,
  };
}

/** fetch() only says "fetch failed"; the reason is in its cause. */
export function describeError(value: unknown): string {
  if (!(value instanceof Error)) return String(value);
  return value.cause instanceof Error ? `${value.message}: ${value.cause.message}` : value.message;
}

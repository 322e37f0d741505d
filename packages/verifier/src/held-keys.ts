/** The keys held now: where they are from, and how long they may serve. Times are milliseconds since 1970. */
import type { VerificationKey, VerificationKeys } from "./jwks.js";

export type KeysSource = "url" | "file";

export interface HeldKeys {
  readonly keys: VerificationKeys;
  /** Null where there are none. */
  readonly source: KeysSource | null;
  /** When the issuer last answered with them. */
  readonly confirmedAt: number;
  /** Until then nobody need ask again. */
  readonly freshUntil: number;
  /** Until then they serve, whether or not the issuer answers. */
  readonly staleUntil: number;
}

export const noKeys: HeldKeys = {
  keys: new Map(),
  source: null,
  confirmedAt: 0,
  freshUntil: 0,
  staleUntil: 0,
};

/** @param freshMilliseconds how long the issuer said they may be used without asking; the stale bound is above it */
export function holdKeys(
  keys: VerificationKeys,
  source: KeysSource,
  confirmedAt: number,
  freshMilliseconds: number,
  staleMilliseconds: number,
): HeldKeys {
  const staleUntil = confirmedAt + staleMilliseconds;
  const freshUntil = Math.min(confirmedAt + freshMilliseconds, staleUntil);
  return { keys, source, confirmedAt, freshUntil, staleUntil };
}

/** The keys that were withdrawn, or whose kid stands for another key now. */
export const keysGone = (before: VerificationKeys, after: VerificationKeys): ReadonlySet<VerificationKey> =>
  new Set([...before.values()].filter((key) => after.get(key.kid) !== key));

/** The current keys, their source, and how long they may be used. Times are in milliseconds since 1970. */
import type { VerificationKey, VerificationKeys } from "./jwks.js";

export type KeysSource = "url" | "file";

export interface HeldKeys {
  readonly keys: VerificationKeys;
  /** Null if there are none. */
  readonly source: KeysSource | null;
  /** When the issuer last returned them. */
  readonly confirmedAt: number;
  /** No fetch is needed until then. */
  readonly freshUntil: number;
  /** They may be used until then, whether or not the issuer answers. */
  readonly staleUntil: number;
}

export const noKeys: HeldKeys = {
  keys: new Map(),
  source: null,
  confirmedAt: 0,
  freshUntil: 0,
  staleUntil: 0,
};

/** @param freshMilliseconds how long the issuer allows them to be used without asking again */
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

/** Keys that were withdrawn, or whose kid now belongs to another key. */
export const keysGone = (before: VerificationKeys, after: VerificationKeys): ReadonlySet<VerificationKey> =>
  new Set([...before.values()].filter((key) => after.get(key.kid) !== key));

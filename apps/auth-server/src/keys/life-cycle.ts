/**
 * The life cycle of signing keys, driven by the clock: staged → active → retired → gone, for each algorithm by itself. A pure
 * function from the current keys to the next step, which any replica may call at any time.
 */
import { type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";

/** Always in use: status lists are signed with it, and it stands in for an algorithm whose first key does not sign yet. */
export const [defaultAlgorithm] = signingAlgorithms;

/** How long verifiers may cache the key set: the JWKS response's max-age. */
export const jwksMaxAgeSeconds = 300;

/** How often each replica reloads the keys; a change reaches all replicas within this time. */
export const keyPollSeconds = 10;

export interface KeyState {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly state: "staged" | "active" | "retired";
  readonly stagedAt: Date;
  readonly activatedAt: Date | null;
  readonly retiredAt: Date | null;
}

export interface KeyPolicy {
  /** How long a key signs. */
  readonly signingSeconds: number;
  /** How long a key is published before it signs, so that every verifier has fetched it. */
  readonly stagedSeconds: number;
  /** How long a key is published after signing its last token. */
  readonly retiredSeconds: number;
}

/** A step and when it is due, in milliseconds since 1970; 0 means at once. */
export type KeyStep = { readonly dueAt: number; readonly alg: SigningAlgorithm } & (
  | { readonly step: "stage" }
  /** Also retires the algorithm's active key, if any. */
  | { readonly step: "activate"; readonly kid: string }
  /** Without a successor. */
  | { readonly step: "retire"; readonly kid: string }
  | { readonly step: "remove"; readonly kid: string }
);

/** Verifiers refetch within max-age, and replicas publish within one poll: twice the sum leaves a margin. */
const stagedSeconds = 2 * (jwksMaxAgeSeconds + keyPollSeconds);

const clockSkewSeconds = 60;

/** The policy for keys that sign for `signingSeconds`, with tokens of at most `accessTokenSeconds`. */
export const keyPolicy = (signingSeconds: number, accessTokenSeconds: number): KeyPolicy => ({
  signingSeconds,
  stagedSeconds,
  retiredSeconds: accessTokenSeconds + clockSkewSeconds + keyPollSeconds,
});

/**
 * The upcoming steps: of each algorithm the change of its active key, then the removals. A staged key takes over once every
 * verifier has fetched it, no matter who staged it: the clock does so that much ahead of the active key's end, an
 * operator at any time. An algorithm that nothing is signed with any more gets no further key.
 *
 * @param inUse the algorithms that resources and clients have chosen
 */
export function upcomingKeySteps(
  keys: readonly KeyState[],
  policy: KeyPolicy,
  inUse: readonly SigningAlgorithm[],
): KeyStep[] {
  const isUsed = (alg: SigningAlgorithm) => alg === defaultAlgorithm || inUse.includes(alg);
  const changes = signingAlgorithms.flatMap((alg) => changeOf(alg, keys, policy, isUsed(alg)) ?? []);
  const removals = keys
    .filter(({ state }) => state === "retired")
    .map(
      ({ kid, alg, retiredAt }): KeyStep => ({
        step: "remove",
        alg,
        kid,
        dueAt: after(retiredAt, policy.retiredSeconds),
      }),
    );
  return [...changes, ...removals];
}

function changeOf(
  alg: SigningAlgorithm,
  keys: readonly KeyState[],
  { signingSeconds, stagedSeconds }: KeyPolicy,
  isUsed: boolean,
): KeyStep | null {
  const own = keys.filter((key) => key.alg === alg);
  const active = own.find(({ state }) => state === "active");
  const [staged] = own
    .filter(({ state }) => state === "staged")
    .sort((a, b) => a.stagedAt.getTime() - b.stagedAt.getTime());
  if (staged !== undefined) {
    const dueAt =
      active === undefined && isAmongFirst(staged, keys) ? 0 : after(staged.stagedAt, stagedSeconds);
    return { step: isUsed ? "activate" : "remove", alg, kid: staged.kid, dueAt };
  }
  if (isUsed) {
    const dueAt = active === undefined ? 0 : after(active.activatedAt, signingSeconds - stagedSeconds);
    return { step: "stage", alg, dueAt };
  }
  return active === undefined
    ? null
    : { step: "retire", alg, kid: active.kid, dueAt: after(active.activatedAt, signingSeconds) };
}

/**
 * The very first keys need not wait: no verifier has an older key set. A key that is both younger and active has replaced a revoked
 * one, whose set verifiers may still have.
 */
const isAmongFirst = (staged: KeyState, keys: readonly KeyState[]): boolean =>
  keys.every(
    ({ activatedAt, stagedAt }) =>
      activatedAt === null || (activatedAt >= staged.stagedAt && stagedAt <= staged.stagedAt),
  );

const after = (since: Date | null, seconds: number): number =>
  since === null ? Number.POSITIVE_INFINITY : since.getTime() + seconds * 1000;

/** The step that is due now, if any. Apply it, then ask again. */
export const nextKeyStep = (
  keys: readonly KeyState[],
  now: Date,
  policy: KeyPolicy,
  inUse: readonly SigningAlgorithm[],
): KeyStep | null =>
  upcomingKeySteps(keys, policy, inUse).find(({ dueAt }) => dueAt <= now.getTime()) ?? null;

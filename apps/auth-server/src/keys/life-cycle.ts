/**
 * The life of the signing keys, decided by the clock alone: staged → active → retired → gone.
 *
 * A pure function from what is there to the next step. It is safe to ask again at any time, from any replica.
 */

/** How long a verifier may keep a fetched key set: the JWKS answer's max-age. */
export const jwksMaxAgeSeconds = 300;

/** How often each replica looks at the keys; a change is everywhere after this long. */
export const keyPollSeconds = 10;

export interface KeyState {
  readonly kid: string;
  readonly state: "staged" | "active" | "retired";
  readonly stagedAt: Date;
  readonly activatedAt: Date | null;
  readonly retiredAt: Date | null;
}

export interface KeyPolicy {
  /** How long a key signs. */
  readonly signingSeconds: number;
  /** How long a key is published before it signs: every verifier has fetched it by then. */
  readonly stagedSeconds: number;
  /** How long a key is published after it signed its last token. */
  readonly retiredSeconds: number;
}

/** A step, and when the clock takes it: milliseconds since 1970, 0 for at once. */
export type KeyStep = { readonly dueAt: number } & (
  | { readonly step: "stage" }
  /** Retires the active key, if there is one. */
  | { readonly step: "activate"; readonly kid: string }
  | { readonly step: "remove"; readonly kid: string }
);

/** Verifiers refetch within max-age, and replicas publish within one poll: twice the sum leaves room for both. */
const stagedSeconds = 2 * (jwksMaxAgeSeconds + keyPollSeconds);

const clockSkewSeconds = 60;

/** The policy for keys that sign for `signingSeconds` tokens that live `accessTokenSeconds` at most. */
export const keyPolicy = (signingSeconds: number, accessTokenSeconds: number): KeyPolicy => ({
  signingSeconds,
  stagedSeconds,
  retiredSeconds: accessTokenSeconds + clockSkewSeconds + keyPollSeconds,
});

/**
 * What comes next, by the clock alone, the most urgent first.
 *
 * A staged key takes over as soon as every verifier has fetched it, whoever staged it: the clock stages one that
 * much before the active key's time is up, an operator whenever he wants another.
 */
export function upcomingKeySteps(keys: readonly KeyState[], policy: KeyPolicy): [KeyStep, ...KeyStep[]] {
  const active = keys.find(({ state }) => state === "active");
  const staged = keys
    .filter(({ state }) => state === "staged")
    .sort((a, b) => a.stagedAt.getTime() - b.stagedAt.getTime())
    .at(0);
  // The first key of all need not wait: no verifier has an older key set without it.
  const isFirst = active === undefined && keys.length === 1;
  const next: KeyStep =
    staged === undefined
      ? {
          step: "stage",
          dueAt:
            active === undefined
              ? 0
              : after(active.activatedAt, policy.signingSeconds - policy.stagedSeconds),
        }
      : {
          step: "activate",
          kid: staged.kid,
          dueAt: isFirst ? 0 : after(staged.stagedAt, policy.stagedSeconds),
        };
  const removals = keys
    .filter(({ state }) => state === "retired")
    .map(({ kid, retiredAt }) => ({
      step: "remove" as const,
      kid,
      dueAt: after(retiredAt, policy.retiredSeconds),
    }));
  return [next, ...removals];
}

const after = (since: Date | null, seconds: number): number =>
  since === null ? Number.POSITIVE_INFINITY : since.getTime() + seconds * 1000;

/** What is due now, if anything. One step at a time: apply it, then ask again. */
export const nextKeyStep = (keys: readonly KeyState[], now: Date, policy: KeyPolicy): KeyStep | null =>
  upcomingKeySteps(keys, policy).find(({ dueAt }) => dueAt <= now.getTime()) ?? null;

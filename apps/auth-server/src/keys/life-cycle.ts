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

export type KeyStep =
  | { readonly step: "stage" }
  /** Retires the active key, if there is one. */
  | { readonly step: "activate"; readonly kid: string }
  | { readonly step: "remove"; readonly kid: string };

/** Verifiers refetch within max-age, and replicas publish within one poll: twice the sum leaves room for both. */
const stagedSeconds = 2 * (jwksMaxAgeSeconds + keyPollSeconds);

const clockSkewSeconds = 60;

/** The policy for keys that sign for `signingSeconds` tokens that live `accessTokenSeconds` at most. */
export const keyPolicy = (signingSeconds: number, accessTokenSeconds: number): KeyPolicy => ({
  signingSeconds,
  stagedSeconds,
  retiredSeconds: accessTokenSeconds + clockSkewSeconds + keyPollSeconds,
});

/** What is due now, if anything. One step at a time: apply it, then ask again. */
export function nextKeyStep(keys: readonly KeyState[], now: Date, policy: KeyPolicy): KeyStep | null {
  const active = keys.find(({ state }) => state === "active");
  const staged = keys
    .filter(({ state }) => state === "staged")
    .sort((a, b) => a.stagedAt.getTime() - b.stagedAt.getTime())
    .at(0);
  const reached = (since: Date | null, seconds: number) =>
    since !== null && now.getTime() - since.getTime() >= seconds * 1000;

  if (active === undefined) {
    // Nothing can sign. The first key of all need not wait: no verifier has an older key set without it.
    const first = keys.length === 1;
    if (staged === undefined) return { step: "stage" };
    if (first || reached(staged.stagedAt, policy.stagedSeconds)) return { step: "activate", kid: staged.kid };
  } else if (staged === undefined) {
    if (reached(active.activatedAt, policy.signingSeconds - policy.stagedSeconds)) return { step: "stage" };
  } else if (
    reached(active.activatedAt, policy.signingSeconds) &&
    reached(staged.stagedAt, policy.stagedSeconds)
  ) {
    return { step: "activate", kid: staged.kid };
  }
  const gone = keys.find(
    ({ state, retiredAt }) => state === "retired" && reached(retiredAt, policy.retiredSeconds),
  );
  return gone === undefined ? null : { step: "remove", kid: gone.kid };
}

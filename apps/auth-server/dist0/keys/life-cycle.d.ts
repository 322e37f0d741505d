/**
 * The life cycle of signing keys, driven by the clock: staged → active → retired → gone. A pure function from the
 * current keys to the next step, which any replica may call at any time.
 */
/** How long verifiers may cache the key set: the JWKS response's max-age. */
export declare const jwksMaxAgeSeconds = 300;
/** How often each replica reloads the keys; a change reaches all replicas within this time. */
export declare const keyPollSeconds = 10;
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
    /** How long a key is published before it signs, so that every verifier has fetched it. */
    readonly stagedSeconds: number;
    /** How long a key is published after signing its last token. */
    readonly retiredSeconds: number;
}
/** A step and when it is due, in milliseconds since 1970; 0 means at once. */
export type KeyStep = {
    readonly dueAt: number;
} & ({
    readonly step: "stage";
}
/** Also retires the active key, if any. */
 | {
    readonly step: "activate";
    readonly kid: string;
} | {
    readonly step: "remove";
    readonly kid: string;
});
/** The policy for keys that sign for `signingSeconds`, with tokens of at most `accessTokenSeconds`. */
export declare const keyPolicy: (signingSeconds: number, accessTokenSeconds: number) => KeyPolicy;
/**
 * The upcoming steps, most urgent first. A staged key takes over once every verifier has fetched it, no matter who
 * staged it: the clock does so that much ahead of the active key's end, an operator at any time.
 */
export declare function upcomingKeySteps(keys: readonly KeyState[], policy: KeyPolicy): [KeyStep, ...KeyStep[]];
/** The step that is due now, if any. Apply it, then ask again. */
export declare const nextKeyStep: (keys: readonly KeyState[], now: Date, policy: KeyPolicy) => KeyStep | null;

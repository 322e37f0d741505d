/**
 * The life cycle of signing keys, driven by the clock: staged → active → retired → gone. A pure function from the
 * current keys to the next step, which any replica may call at any time.
 */
/** How long verifiers may cache the key set: the JWKS response's max-age. */
export const jwksMaxAgeSeconds = 300;
/** How often each replica reloads the keys; a change reaches all replicas within this time. */
export const keyPollSeconds = 10;
/** Verifiers refetch within max-age, and replicas publish within one poll: twice the sum leaves a margin. */
const stagedSeconds = 2 * (jwksMaxAgeSeconds + keyPollSeconds);
const clockSkewSeconds = 60;
/** The policy for keys that sign for `signingSeconds`, with tokens of at most `accessTokenSeconds`. */
export const keyPolicy = (signingSeconds, accessTokenSeconds) => ({
    signingSeconds,
    stagedSeconds,
    retiredSeconds: accessTokenSeconds + clockSkewSeconds + keyPollSeconds,
});
/**
 * The upcoming steps, most urgent first. A staged key takes over once every verifier has fetched it, no matter who
 * staged it: the clock does so that much ahead of the active key's end, an operator at any time.
 */
export function upcomingKeySteps(keys, policy) {
    const active = keys.find(({ state }) => state === "active");
    const staged = keys
        .filter(({ state }) => state === "staged")
        .sort((a, b) => a.stagedAt.getTime() - b.stagedAt.getTime())
        .at(0);
    // The very first key need not wait: no verifier has an older key set.
    const isFirst = active === undefined && keys.length === 1;
    const next = staged === undefined
        ? {
            step: "stage",
            dueAt: active === undefined
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
        step: "remove",
        kid,
        dueAt: after(retiredAt, policy.retiredSeconds),
    }));
    return [next, ...removals];
}
const after = (since, seconds) => since === null ? Number.POSITIVE_INFINITY : since.getTime() + seconds * 1000;
/** The step that is due now, if any. Apply it, then ask again. */
export const nextKeyStep = (keys, now, policy) => upcomingKeySteps(keys, policy).find(({ dueAt }) => dueAt <= now.getTime()) ?? null;
//# sourceMappingURL=life-cycle.js.map
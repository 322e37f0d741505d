export const noKeys = {
    keys: new Map(),
    source: null,
    confirmedAt: 0,
    freshUntil: 0,
    staleUntil: 0,
};
/** @param freshMilliseconds how long the issuer allows them to be used without asking again */
export function holdKeys(keys, source, confirmedAt, freshMilliseconds, staleMilliseconds) {
    const staleUntil = confirmedAt + staleMilliseconds;
    const freshUntil = Math.min(confirmedAt + freshMilliseconds, staleUntil);
    return { keys, source, confirmedAt, freshUntil, staleUntil };
}
/** Keys that were withdrawn, or whose kid now belongs to another key. */
export const keysGone = (before, after) => new Set([...before.values()].filter((key) => after.get(key.kid) !== key));

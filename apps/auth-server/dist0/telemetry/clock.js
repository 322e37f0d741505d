/** Warns if this machine's clock differs from another that tokens depend on. */
/** Seconds that resource servers tolerate, by default and at most. */
const tolerated = { usually: 5, atMost: 300 };
/** Whether tokens work: beyond this difference, no resource server accepts tokens signed by the other clock. */
export const clockTrust = (aheadSeconds) => Math.abs(aheadSeconds ?? 0) <= tolerated.atMost;
/** Null if the clocks agree well enough. */
export function clockDoubt(aheadSeconds, other) {
    if (Math.abs(aheadSeconds) <= tolerated.usually)
        return null;
    const apart = `${Math.round(Math.abs(aheadSeconds))} seconds ${aheadSeconds > 0 ? "ahead of" : "behind"} ${other}`;
    return `this machine's clock is ${apart}: tokens will appear expired or not yet valid; run NTP on both machines`;
}

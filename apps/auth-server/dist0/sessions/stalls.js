/**
 * Detects whether this process stood still (frozen, swapped out, suspended with its machine, or kept busy) for so
 * long that what it reads next may be old. It measures this itself, so no peer can fake it.
 */
/** Milliseconds. */
const tick = 100;
/** Longer than a garbage collection; shorter than any client waits before it retries. */
const shortest = 400;
/** By then the backlog has been answered or abandoned. */
const backlog = 10_000;
/**
 * @param monotonic milliseconds; never steps
 * @param wall milliseconds; keeps running while the machine is suspended, unlike the other
 */
export function watchStalls(monotonic, wall) {
    let last = { monotonic: monotonic(), wall: wall() };
    let stall = null;
    function look() {
        const at = { monotonic: monotonic(), wall: wall() };
        const silent = Math.max(at.monotonic - last.monotonic, at.wall - last.wall);
        if (silent >= shortest)
            stall = { beganAt: at.monotonic - silent, endedAt: at.monotonic };
        last = at;
    }
    const timer = setInterval(look, tick).unref();
    return {
        beganSecondsAgo() {
            look();
            if (stall === null || last.monotonic - stall.endedAt > backlog)
                return null;
            return (last.monotonic - stall.beganAt) / 1000;
        },
        stop: () => clearInterval(timer),
    };
}
//# sourceMappingURL=stalls.js.map
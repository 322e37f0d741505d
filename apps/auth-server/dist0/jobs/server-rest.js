/** Leaves a server that cannot be reached alone, and tries with one at a time whether it is back. */
/** Seconds. */
const firstRest = 5;
const longestRest = 60;
/** @param monotonic milliseconds; never steps */
export function createServerRest(monotonic) {
    let failures = 0;
    let until = 0;
    return {
        places: (all) => (failures === 0 ? all : monotonic() < until ? 0 : 1),
        reached() {
            failures = 0;
        },
        unreached() {
            if (failures > 0 && monotonic() < until)
                return;
            failures += 1;
            until = monotonic() + 1000 * Math.min(longestRest, firstRest * 2 ** (failures - 1));
        },
    };
}
//# sourceMappingURL=server-rest.js.map
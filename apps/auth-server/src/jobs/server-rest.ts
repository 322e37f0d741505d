/** Leaves a server that cannot be reached alone, and tries with one at a time whether it is back. */

/** Seconds. */
const firstRest = 5;
const longestRest = 60;

export interface ServerRest {
  /** How many may try now, of so many. */
  places(all: number): number;
  reached(): void;
  /** Counts once for all that tried at the same time. */
  unreached(): void;
}

/** @param monotonic milliseconds; never steps */
export function createServerRest(monotonic: () => number): ServerRest {
  let failures = 0;
  let until = 0;
  return {
    places: (all) => (failures === 0 ? all : monotonic() < until ? 0 : 1),
    reached() {
      failures = 0;
    },
    unreached() {
      if (failures > 0 && monotonic() < until) return;
      failures += 1;
      until = monotonic() + 1000 * Math.min(longestRest, firstRest * 2 ** (failures - 1));
    },
  };
}

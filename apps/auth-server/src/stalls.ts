/**
 * Whether this process stood still: frozen, swapped out, suspended with its machine, or kept busy for so long that what
 * it then reads may be old. It measures that by itself, so no peer can bring it about by hanging up.
 */

export interface StallWatch {
  /** How many seconds ago the last stall began, while its backlog may still be being answered; null if there is none. */
  beganSecondsAgo(): number | null;
  stop(): void;
}

/** Milliseconds. */
const tick = 100;
/** Longer than a pause of the garbage collector; shorter than any client waits before it repeats a request. */
const shortest = 400;
/** By then, what had piled up is answered or given up. */
const backlog = 10_000;

/**
 * @param monotonic milliseconds; never steps
 * @param wall milliseconds; the only one of the two that goes on while the machine is suspended
 */
export function watchStalls(monotonic: () => number, wall: () => number): StallWatch {
  let last = { monotonic: monotonic(), wall: wall() };
  let stall: { readonly beganAt: number; readonly endedAt: number } | null = null;

  function look(): void {
    const at = { monotonic: monotonic(), wall: wall() };
    const silent = Math.max(at.monotonic - last.monotonic, at.wall - last.wall);
    if (silent >= shortest) stall = { beganAt: at.monotonic - silent, endedAt: at.monotonic };
    last = at;
  }

  const timer = setInterval(look, tick).unref();
  return {
    beganSecondsAgo() {
      look();
      if (stall === null || last.monotonic - stall.endedAt > backlog) return null;
      return (last.monotonic - stall.beganAt) / 1000;
    },
    stop: () => clearInterval(timer),
  };
}

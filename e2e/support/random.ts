/** Reproducible randomness: the next run finds what a fuzz found. */

export interface Random {
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
  /** Runs one of these. */
  run<T>(ways: readonly [() => T, ...(() => T)[]]): T;
  /** True once in this many times, on average. */
  oneIn(times: number): boolean;
  bytes(length: number): Buffer;
}

/** mulberry32: small, fast, and good enough to choose test cases. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(next() * below);
  return {
    int,
    pick: (values) => values[int(values.length)] ?? values[0],
    run: (ways) => (ways[int(ways.length)] ?? ways[0])(),
    oneIn: (times) => int(times) === 0,
    bytes: (length) => Buffer.from(Array.from({ length }, () => int(256))),
  };
}

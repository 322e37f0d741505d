/**
 * Twice the load that the server can answer, from the bench's generator: `npm run bench -- --overload` shows the
 * figures.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

/** The parts of the bench's output that are read (bench/src/overload/overload.ts). */
interface Load {
  readonly good: { readonly count: number; readonly p50: number };
  readonly bySecond: readonly { readonly p50: number }[];
  readonly refused: { readonly count: number; readonly p50: number | null };
  readonly others: Readonly<Record<string, number>>;
}
interface Result {
  readonly goodputShare: number;
  readonly goodputShareByCpu: number | null;
  readonly before: Load;
  readonly over: Load;
  readonly after: Load;
  readonly flooded: Load;
}

const seconds = "15";
/**
 * Generous, and by CPU time if the platform reports it: generator, server and PostgreSQL share the cores with other
 * work.
 */
const leastGoodputShare = 0.4;
const refusedWithinMs = 500;
const recoversWithinSeconds = 5;
/** Responses are this fast again: no queue is left. */
const promptMs = 50;

let result: Result;

beforeAll(async () => {
  const bench = fileURLToPath(new URL("../../bench/dist/main.js", import.meta.url));
  const args = [bench, "--overload", "--seconds", seconds, "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  result = JSON.parse(stdout) as Result;
}, 240_000);

describe("refreshes at twice the rate that can be answered", () => {
  it("keep goodput up, and the rest is refused with 503 and Retry-After, soon", () => {
    const { over, goodputShare, goodputShareByCpu } = result;
    console.log(
      `goodput ÷ peak: ${goodputShare}, by CPU ${goodputShareByCpu}; refused in ${over.refused.p50} ms`,
    );
    expect(over.others).toEqual({});
    expect(over.refused.count).toBeGreaterThan(0);
    expect(over.refused.p50).toBeLessThan(refusedWithinMs);
    expect(goodputShareByCpu ?? goodputShare).toBeGreaterThan(leastGoodputShare);
  });

  it("leave nothing behind: latency is back within 5 s", () => {
    const { before, after } = result;
    const isBack = ({ p50 }: { p50: number }) => p50 < Math.max(2 * before.good.p50, promptMs);
    expect(after.bySecond.slice(0, recoversWithinSeconds).some(isBack)).toBe(true);
    expect(after.others).toEqual({});
  });
});

describe("wrong passwords for many accounts, 200 a second", () => {
  it("break no refresh: each is answered, or refused with 503 and Retry-After", () => {
    expect(result.flooded.others).toEqual({});
    expect(result.flooded.good.count).toBeGreaterThan(0);
  });
});

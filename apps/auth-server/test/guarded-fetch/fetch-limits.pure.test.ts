import { describe, expect, it } from "vitest";
import { createFetchLimits } from "../../src/guarded-fetch/fetch-limits.js";

function play() {
  const clock = { ms: Date.parse("2026-11-26") };
  const limits = createFetchLimits(
    () => clock.ms,
    (seconds) => new Error(`wait ${seconds}`),
  );
  const outcome = (url: string, fetch: () => Promise<string> = async () => "fetched", isKnown = false) =>
    limits.within(new URL(url), isKnown, fetch).catch((error: Error) => error.message);
  return { clock, outcome };
}

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("Limits on fetching what strangers name", () => {
  it("are 20 in a minute for a site, whatever the host and path", async () => {
    const { clock, outcome } = play();
    for (const n of times(20)) expect(await outcome(`https://h${n}.example.com/${n}`)).toBe("fetched");
    clock.ms += 20_000;
    expect(await outcome("https://other.example.com/x")).toBe("wait 40");
    expect(await outcome("https://example.org/x")).toBe("fetched");
    clock.ms += 40_001;
    expect(await outcome("https://other.example.com/x")).toBe("fetched");
  });

  it("count the customers of a hoster apart", async () => {
    const { outcome } = play();
    for (const n of times(25)) expect(await outcome(`https://customer${n}.github.io/x`)).toBe("fetched");
  });

  it("count what fails, too", async () => {
    const { outcome } = play();
    const fail = () => Promise.reject(new Error("failed"));
    for (const _ of times(20)) expect(await outcome("https://example.com/x", fail)).toBe("failed");
    expect(await outcome("https://example.com/x")).toBe("wait 60");
  });

  it("do not let others' ids lock out a client that users have let in, which has 20 for itself", async () => {
    const { outcome } = play();
    const never = () => new Promise<string>(() => {});
    for (const n of times(50)) void outcome(`https://slow${n}.com/x`, never);
    for (const n of times(21)) void outcome(`https://example.com/made-up-${n}`);
    expect(await outcome("https://example.com/y")).toMatch(/^wait/);
    for (const _ of times(20))
      expect(await outcome("https://example.com/x", undefined, true)).toBe("fetched");
    expect(await outcome("https://example.com/x", undefined, true)).toBe("wait 60");
  });

  it("are 50 at once, and none waits in line", async () => {
    const { outcome } = play();
    let finish = () => {};
    const finished = new Promise<string>((resolve) => {
      finish = () => resolve("late");
    });
    const slow = times(50).map((n) => outcome(`https://slow${n}.com/x`, () => finished));
    expect(await outcome("https://example.com/x")).toBe("wait 1");
    finish();
    expect(new Set(await Promise.all(slow))).toEqual(new Set(["late"]));
    expect(await outcome("https://example.com/x")).toBe("fetched");
  });
});

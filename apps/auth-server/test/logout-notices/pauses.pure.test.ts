import { describe, expect, it } from "vitest";
import { pauseAfter } from "../../src/logout-notices/pauses.js";

describe("The pause after a failure", () => {
  it.each([
    [1, 5],
    [2, 15],
    [3, 60],
    [4, 300],
    [5, 900],
    [6, 3600],
    [100, 3600],
  ])("number %i is %i seconds, give or take a fifth", (failures, seconds) => {
    expect(pauseAfter(failures, 0.5)).toBeCloseTo(seconds);
    expect(pauseAfter(failures, 0)).toBeCloseTo(seconds * 0.8);
    expect(pauseAfter(failures, 1)).toBeCloseTo(seconds * 1.2);
    const drawn = pauseAfter(failures);
    expect(drawn).toBeGreaterThanOrEqual(seconds * 0.8);
    expect(drawn).toBeLessThanOrEqual(seconds * 1.2);
  });

  it("makes fewer than 40 attempts in 24 hours", () => {
    let [seconds, failures] = [0, 0];
    for (; seconds < 86_400; seconds += pauseAfter(failures, 0)) failures += 1;
    expect(failures).toBeLessThan(40);
  });
});

import { describe, expect, it } from "vitest";
import { table, whole } from "../src/report/table.js";

describe("a table", () => {
  it("has words to the left and numbers to the right", () => {
    expect(table(["server", "ms"], [["ours", "1"]], 1)).toBe("| server | ms |\n| --- | ---: |\n| ours | 1 |");
  });

  it("says what was not told, and what is no number", () => {
    expect([1.6, null, undefined, Number.NaN].map(whole)).toEqual(["2", "n/a", "n/a", "–"]);
  });
});

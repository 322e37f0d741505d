import { describe, expect, it } from "vitest";
import { drawLinePlot, spread } from "../src/publish/line-plot.js";
import { replaceSection } from "../src/publish/sections.js";

describe("a section of a page", () => {
  const page =
    "before\n<!-- bench: a -->\nold\n<!-- bench: end -->\nbetween\n<!-- bench: b -->\n<!-- bench: end -->\n";

  it("is replaced, again and again, and nothing beside it", () => {
    const once = replaceSection(page, "a", "| new |");
    expect(once).toBe(page.replace("old\n", "\n| new |\n\n"));
    expect(replaceSection(once, "a", "| new |")).toBe(once);
    expect(replaceSection(page, "b", "x")).toMatch(
      /old\n.*between\n<!-- bench: b -->\n\nx\n\n<!-- bench: end -->\n$/s,
    );
  });

  it("that the page does not have is named", () => {
    expect(() => replaceSection(page, "c", "")).toThrow(/<!-- bench: c -->/);
  });
});

describe("a line plot", () => {
  it("has its axes' units, each line's name and all points", () => {
    const svg = drawLinePlot({
      title: "a < b",
      xLabel: "requests in flight",
      yLabel: "milliseconds",
      series: [
        {
          name: "ours",
          colour: "#000",
          points: [
            [1, 10],
            [128, 40],
          ],
        },
        {
          name: "theirs",
          colour: "#111",
          points: [
            [1, 20],
            [128, 41],
          ],
        },
      ],
    });
    for (const text of ["a &lt; b", "requests in flight", "milliseconds", "ours", "theirs", "128"])
      expect(svg).toContain(`>${text}</text>`);
    expect(svg.match(/<circle /g)).toHaveLength(4);
    expect(svg).not.toContain("NaN");
  });

  it("keeps the names of lines that end together apart, inside the plot", () => {
    expect(spread([100, 100, 105, 300])).toEqual([100, 118, 136, 300]);
    const low = spread([360, 359, 360]);
    expect(Math.max(...low)).toBe(360);
    expect([...low].sort((a, b) => a - b).map((place, i, all) => place - (all[i - 1] ?? place))).toEqual([
      0, 18, 18,
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { formatAlgorithms } from "../src/algorithms/format.js";
import type { Round } from "../src/measure/rounds.js";
import { formatAim } from "../src/report/aims.js";
import { formatCosts } from "../src/report/costs.js";
import { costRatio, figuresOf, rateRatio } from "../src/report/figures.js";
import type { Report } from "../src/report/markdown.js";

const round = (requests: number, serverCpu: number | null = 1): Round => ({
  ...{ requests, seconds: 2, errors: 0, firstError: null, p50: 1, p95: 2, p99: 3, cpuSeconds: 0.1 },
  ...{ serverCpu, mainThreadCpu: serverCpu, postgresCpu: serverCpu === null ? null : 1 },
  ...{ walBytes: 100 * requests, writingTransactions: requests, storedBytes: 0 },
});

describe("figures", () => {
  it("takes medians over rounds, and costs per 1,000 requests", () => {
    const figures = figuresOf("ours", [round(1000), round(4000), round(2000)]);
    expect(figures).toMatchObject({ requestsPerSecond: 1000, serverCpu: 0.5, postgresCpu: 0.5 });
    expect(figures).toMatchObject({
      requests: 7000,
      commitsPerRequest: 1,
      walBytesPerRequest: 100,
      errors: 0,
    });
  });

  it("has no CPU where the platform does not tell", () => {
    const [ours, theirs] = [figuresOf("ours", [round(1000, null)]), figuresOf("theirs", [round(1000)])];
    expect(ours.serverCpu).toBeNull();
    expect(costRatio(ours, theirs)).toBeNull();
  });

  it("pairs rounds for ratios", () => {
    const ratio = rateRatio([round(200), round(400), round(900)], [round(100), round(100), round(300)]);
    expect(ratio).toEqual({ value: 3, least: 2, most: 4 });
    expect(costRatio(figuresOf("ours", [round(2000)]), figuresOf("theirs", [round(1000)]))).toBe(2);
  });
});

describe("the costs of a request", () => {
  it("are the same from a result that was kept as JSON", () => {
    const report: Report = {
      ...{ machine: {}, method: "In turn.", rsa: null, aims: [] },
      loads: [
        { title: "refresh", figures: [figuresOf("ours", [round(2000)])], roundTrips: { ours: 0.1 } },
        { title: "API", figures: [figuresOf("theirs", [round(1000, null)])] },
      ],
    };
    const text = formatCosts(report);
    expect(text).toContain("| refresh | ours | 1000 | 1.0 | 3.0 | 0.50 | 0.50 | 0.10 | 1.00 | 100 | 0 |");
    expect(text).toContain("| API | theirs | 500 | 1.0 | 3.0 | n/a | n/a | n/a | 1.00 | 100 | 0 |");
    expect(formatCosts(JSON.parse(JSON.stringify(report)))).toBe(text);
  });
});

describe("the columns of algorithms", () => {
  it("have a side each, and the same from a result that was kept as JSON", () => {
    const result = {
      ...{ machine: {}, method: "In turn.", aims: [] },
      figures: [figuresOf("Regrant RS256", [round(1000)]), figuresOf("Regrant ES256", [round(2000)])],
    };
    const text = formatAlgorithms(result);
    expect(text).toContain(
      "|  | Regrant RS256 | Regrant ES256 |\n| --- | ---: | ---: |\n| refreshes/s | 500 | 1000 |",
    );
    expect(text).toContain("| server CPU of a refresh, ms | 1.000 | 0.500 |");
    expect(formatAlgorithms(JSON.parse(JSON.stringify(result)))).toBe(text);
  });
});

describe("an aim", () => {
  const measured = { value: 2.4, least: 2.2, most: 2.6 };

  it.each([
    ["at least", 2.5, "missed"],
    ["at least", 2.4, "reached"],
    ["at most", 2.3, "missed"],
    ["at most", 2.5, "reached"],
  ] as const)("of %s %d is %s", (bound, target, verdict) => {
    const line = formatAim({ text: "x", bound, target, measured, byCpu: 2.5 });
    expect(line).toBe(`| x | ${bound} ${target} × | 2.40 × (2.20–2.60) | 2.50 × | ${verdict} |`);
  });

  it("is none where two are compared without a target", () => {
    const line = formatAim({ text: "x", bound: "at least", target: null, measured });
    expect(line).toBe("| x | – | 2.40 × (2.20–2.60) | – | – |");
  });

  it("says n/a where it could not be measured", () => {
    expect(formatAim({ text: "x", bound: "at most", target: 1, measured: null })).toContain("n/a");
  });
});

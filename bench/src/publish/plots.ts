/** Which plots there are, from which results. */
import type { SweepResult } from "../curves/sweep.js";
import type { TableSizeResult } from "../storage/table-size.js";
import { drawLinePlot } from "./line-plot.js";

/** Dark enough to read as text on white, and apart from each other for all kinds of colour vision. */
const colours = ["#0062a3", "#b34700", "#00704f"] as const;

export function plotSweep({ figures }: SweepResult): string {
  const names = [...new Set(figures.map(({ name }) => name))];
  return drawLinePlot({
    title: "Refreshes by how many are in flight",
    xLabel: "requests in flight, closed loop",
    yLabel: "refreshes per second",
    series: names.map((name, i) => ({
      name,
      colour: colours[i % colours.length] ?? colours[0],
      points: figures
        .filter((one) => one.name === name)
        .map(({ concurrency, perSecond }) => [concurrency, perSecond]),
    })),
  });
}

export function plotTableSize({ figures }: TableSizeResult): string {
  return drawLinePlot({
    title: "Latency of a refresh by the size of the table",
    xLabel: "sessions in the table",
    yLabel: "milliseconds",
    series: (["p50", "p99"] as const).map((name, i) => ({
      name,
      colour: colours[i] ?? colours[0],
      points: figures.map((side) => [side.sessions, side[name]]),
    })),
  });
}

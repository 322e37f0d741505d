/** The report of `--algorithms`: a column for each. */
import { formatAim } from "../report/aims.js";
import type { Figures } from "../report/figures.js";
import { row, table, tenths, thousandths, whole } from "../report/table.js";
import type { AlgorithmsResult } from "./algorithms.js";

type Line = readonly [title: string, of: (side: Figures) => string];

const lines: readonly Line[] = [
  ["refreshes/s", (side) => whole(side.requestsPerSecond)],
  ["p50, ms", (side) => tenths(side.p50)],
  ["p99, ms", (side) => tenths(side.p99)],
  ["server CPU of a refresh, ms", (side) => thousandths(side.serverCpu)],
  ["of it, the main thread, ms", (side) => thousandths(side.mainThreadCpu)],
  ["PostgreSQL CPU, ms", (side) => thousandths(side.postgresCpu)],
  ["errors", (side) => String(side.errors)],
];

export function formatAlgorithms({ method, figures, aims }: AlgorithmsResult): string {
  const columns = table(
    ["", ...figures.map(({ name }) => name)],
    lines.map(([title, of]) => [title, ...figures.map(of)]),
    1,
  );
  const ratios = [
    row(["aim", "target", "measured", "by CPU", ""]),
    row(Array(5).fill("---")),
    ...aims.map(formatAim),
  ];
  return [method, columns, ratios.join("\n")].join("\n\n");
}

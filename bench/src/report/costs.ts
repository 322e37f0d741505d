/** The token loads as docs/benchmarks.md shows them: what a request takes, and how the servers compare. */
import { formatAim } from "./aims.js";
import type { Report } from "./markdown.js";
import { hundredths, row, table, tenths, whole } from "./table.js";

export function formatCosts({ loads, aims, rsa, method }: Report): string {
  const head = [
    ...["load", "server", "requests/s", "p50 ms", "p99 ms", "server CPU, ms", "PostgreSQL CPU, ms"],
    ...["round trips", "writing commits", "log bytes", "errors"],
  ];
  const rows = loads.flatMap(({ title, figures, roundTrips = {} }) =>
    figures.map((side) => [
      ...[title, side.name, whole(side.requestsPerSecond)],
      ...[side.p50, side.p99].map(tenths),
      ...[side.serverCpu, side.postgresCpu, roundTrips[side.name], side.commitsPerRequest].map(hundredths),
      ...[whole(side.walBytesPerRequest), String(side.errors)],
    ]),
  );
  const signatures =
    rsa &&
    `Beside it, raw RSA-2048 signatures: ${whole(rsa.oneThread.perSecond)}/s on one thread, ${whole(
      rsa.allCores.perSecond,
    )}/s on all ${rsa.cores} cores, ${hundredths(rsa.oneThread.cpuSecondsPerThousand)} ms of CPU each.`;
  const ratios = [
    row(["ratio", "aim", "measured", "by CPU", ""]),
    row(Array(5).fill("---")),
    ...aims.map(formatAim),
  ];
  return [method, table(head, rows), ...(signatures ? [signatures] : []), ratios.join("\n")].join("\n\n");
}

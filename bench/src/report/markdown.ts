/** The report: one Markdown text, for the terminal and for bench/results/latest.md. */
import type { RsaLimit } from "../measure/rsa.js";
import { type Aim, formatAim } from "./aims.js";
import type { Figures } from "./figures.js";
import type { Machine } from "./machine.js";
import { hundredths, row, table, tenths, thousandths, whole } from "./table.js";

export interface LoadReport {
  readonly title: string;
  readonly figures: readonly Figures[];
  /** Round trips to PostgreSQL per request, by side; absent where there are none. */
  readonly roundTrips?: Readonly<Record<string, number | undefined>>;
}

export interface Report {
  readonly machine: Machine;
  readonly method: string;
  readonly rsa: RsaLimit | null;
  readonly loads: readonly LoadReport[];
  readonly aims: readonly Aim[];
}

export function formatReport({ machine, method, rsa, loads, aims }: Report): string {
  return [
    "# Regrant bench",
    formatMachine(machine),
    method,
    ...(rsa ? [formatRsa(rsa)] : []),
    formatLoads(loads, rsa),
    formatDatabase(loads),
    ...(aims.length > 0 ? [formatAims(aims)] : []),
    ...formatErrors(loads),
  ]
    .filter((section) => section !== "")
    .join("\n\n")
    .concat("\n");
}

export const formatMachine = (machine: Machine): string =>
  Object.entries(machine)
    .map(([name, value]) => `- ${name}: ${value}`)
    .join("\n");

const formatRsa = ({ oneThread, allCores, cores }: RsaLimit): string =>
  `## The limit: raw RSA-2048 signatures (SHA-256)\n\n${table(
    ["", "", "signatures/s", "CPU s per 1,000"],
    [
      ["one thread", "", whole(oneThread.perSecond), thousandths(oneThread.cpuSecondsPerThousand)],
      [`all ${cores} cores`, "", whole(allCores.perSecond), thousandths(allCores.cpuSecondsPerThousand)],
    ],
  )}`;

/** CPU is in seconds per 1,000 requests, which is also milliseconds per request. */
function formatLoads(loads: readonly LoadReport[], rsa: RsaLimit | null): string {
  const head = ["load", "server", "req/s", "of RSA limit", "p50 ms", "p95 ms", "p99 ms", "errors"];
  const cpu = [
    "server CPU",
    "its main thread",
    "PostgreSQL CPU",
    "generator CPU",
    "server CPU ÷ RSA signature",
  ];
  const rows = loads.flatMap(({ title, figures }) => figures.map((side) => loadRow(title, side, rsa)));
  return `## Loads\n\nCPU columns: seconds per 1,000 requests.\n\n${table([...head, ...cpu], rows)}`;
}

function loadRow(title: string, side: Figures, rsa: RsaLimit | null): string[] {
  const rate = side.requestsPerSecond;
  const ofSignature =
    rsa && side.serverCpu !== null ? side.serverCpu / rsa.oneThread.cpuSecondsPerThousand : null;
  return [
    ...[title, side.name, whole(rate)],
    rsa ? `${whole((100 * rate) / rsa.allCores.perSecond)} %` : "–",
    ...[side.p50, side.p95, side.p99].map(tenths),
    String(side.errors),
    ...[side.serverCpu, side.mainThreadCpu, side.postgresCpu, side.generatorCpu].map(thousandths),
    rsa ? `${hundredths(ofSignature)} ×` : "–",
  ];
}

function formatDatabase(loads: readonly LoadReport[]): string {
  const rows = loads.flatMap(({ title, figures, roundTrips }) =>
    !roundTrips
      ? []
      : figures.map((side) => [
          ...[title, side.name, hundredths(roundTrips[side.name] ?? Number.NaN)],
          ...[side.commitsPerRequest, side.walBytesPerRequest, side.storedBytesPerRequest].map((value, i) =>
            i === 0 ? hundredths(value) : whole(value),
          ),
        ]),
  );
  const head = ["load", "server", "round trips", "writing commits", "WAL bytes", "growth in bytes"];
  return rows.length === 0 ? "" : `## PostgreSQL, per request\n\n${table(head, rows)}`;
}

const formatAims = (aims: readonly Aim[]): string =>
  `## Aims\n\nIn brackets: the lowest and highest of the rounds. By CPU: the inverse ratio of what a request costs server and
PostgreSQL, which a busy machine disturbs less.\n\n${[
    row(["aim", "target", "measured", "by CPU", ""]),
    row(["---", "---", "---", "---", "---"]),
    ...aims.map(formatAim),
  ].join("\n")}`;

const formatErrors = (loads: readonly LoadReport[]): string[] =>
  loads.flatMap(({ title, figures }) =>
    figures
      .filter((side) => side.errors > 0)
      .map(
        (side) => `**FAILED: ${title}, ${side.name}: ${side.errors} errors; the first: ${side.firstError}**`,
      ),
  );

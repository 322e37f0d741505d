/** The footprint as Markdown tables, for the terminal and for docs/benchmarks.md. */
import { median } from "../measure/statistics.js";
import { table, tenths, whole } from "../report/table.js";
import type { Footprint, FootprintResult } from "./footprint.js";

export const formatFootprint = ({ footprints }: FootprintResult): string =>
  `${formatProcesses(footprints)}\n\n${formatBytes(footprints)}`;

function formatProcesses(footprints: readonly Footprint[]): string {
  const head = ["server", "first token after, ms", "of starts", "resident after it, MiB", "under load, MiB"];
  const rows = footprints.map(({ name, starts, residentAfterStart, residentUnderLoad }) => {
    const resident = residentAfterStart.filter((value) => value !== null);
    return [
      name,
      `${whole(median(starts))} (${whole(Math.min(...starts))}–${whole(Math.max(...starts))})`,
      String(starts.length),
      resident.length === 0 ? "n/a" : whole(median(resident)),
      whole(residentUnderLoad),
    ];
  });
  return table(head, rows, 1);
}

function formatBytes(footprints: readonly Footprint[]): string {
  const head = ["refreshes of each session", "server", "sessions", "bytes per session", "rows per session"];
  const all = footprints.flatMap(({ bytes }) => bytes).toSorted((a, b) => a.refreshes - b.refreshes);
  const rows = all.map(({ name, refreshes, sessions, bytesPerSession, rowsPerSession }) => [
    refreshes.toLocaleString("en"),
    name,
    String(sessions),
    Math.round(bytesPerSession).toLocaleString("en"),
    tenths(rowsPerSession),
  ]);
  return table(head, rows);
}

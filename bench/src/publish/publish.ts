/** `--publish`: what the last runs left in bench/results/, written into docs/benchmarks.md and its plots. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AlgorithmsResult } from "../algorithms/algorithms.js";
import { formatAlgorithms } from "../algorithms/format.js";
import { formatOpen, type OpenResult } from "../curves/open.js";
import { formatSweep, type SweepResult } from "../curves/sweep.js";
import type { FootprintResult } from "../footprint/footprint.js";
import { formatFootprint } from "../footprint/format.js";
import { formatCosts } from "../report/costs.js";
import type { Machine } from "../report/machine.js";
import { formatMachine, type Report } from "../report/markdown.js";
import { readResult } from "../results.js";
import { formatTableSize, type TableSizeResult } from "../storage/table-size.js";
import { plotSweep, plotTableSize } from "./plots.js";
import { replaceSection } from "./sections.js";

const docs = (path: string): string => fileURLToPath(new URL(`../../../docs/${path}`, import.meta.url));

/** Of a run, not of the machine: they go with each table. */
const ofTheRun = new Set(["date", "command", "load average at the end"]);

/** Sections without a result keep what they say. @returns the paths of what was written */
export function publish(): readonly string[] {
  const written: string[] = [];
  const write = (path: string, content: string) => {
    writeFileSync(path, content);
    written.push(path);
  };
  mkdirSync(docs("benchmarks"), { recursive: true });
  const page = docs("benchmarks.md");
  let text = readFileSync(page, "utf8");
  const take = <R extends { readonly machine: Machine }>(name: string, format: (result: R) => string) => {
    const result = readResult<R>(`${name}.json`);
    if (result === null) return null;
    text = replaceSection(text, name, `${formatRun(result.machine)}\n\n${format(result)}`);
    return result;
  };
  const latest = take<Report>("latest", formatCosts);
  if (latest !== null) text = replaceSection(text, "machine", formatMachine(withoutRun(latest.machine)));
  take<FootprintResult>("footprint", formatFootprint);
  take<AlgorithmsResult>("algorithms", formatAlgorithms);
  take<OpenResult>("open", formatOpen);
  const sweep = take<SweepResult>("sweep", formatSweep);
  if (sweep !== null) write(docs("benchmarks/sweep.svg"), plotSweep(sweep));
  const tableSize = take<TableSizeResult>("table-size", formatTableSize);
  if (tableSize !== null) write(docs("benchmarks/table-size.svg"), plotTableSize(tableSize));
  write(page, text);
  return written;
}

const formatRun = ({ date = "", command = "", "load average at the end": load = "" }: Machine): string =>
  `\`${command}\`, ${date.slice(0, 16).replace("T", " ")} UTC; load average at the end (1, 5, 15 minutes): ${load}.`;

const withoutRun = (machine: Machine): Machine =>
  Object.fromEntries(Object.entries(machine).filter(([name]) => !ofTheRun.has(name)));

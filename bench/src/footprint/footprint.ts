/**
 * `--footprint`: what Regrant and its peers take up beside CPU: the time from spawn to the first token, resident memory,
 * and the database for each session that has been refreshed 1, 100 and 10,000 times.
 */
import { type Bench, say } from "../loads/bench.js";
import { prepareTokenLoad } from "../loads/token-loads.js";
import { describeMachine, type Machine } from "../report/machine.js";
import { type SubjectOnDatabase, setUpAll } from "../subjects/all.js";
import { measureBytes, type SessionBytes } from "./bytes.js";
import { type Start, startAndFetch } from "./first-token.js";
import { whileSampling } from "./resident.js";

const starts = 5;

export interface Footprint {
  readonly name: string;
  /** Milliseconds from spawn to the first token. */
  readonly starts: readonly number[];
  /** MiB after that token; null where the platform does not tell. */
  readonly residentAfterStart: readonly (number | null)[];
  /** The most MiB of a refresh load of `--seconds`. */
  readonly residentUnderLoad: number | null;
  readonly bytes: readonly SessionBytes[];
}

export interface FootprintResult {
  readonly machine: Machine;
  readonly footprints: readonly Footprint[];
}

export async function measureFootprint(bench: Bench, command: string): Promise<FootprintResult> {
  const subjects = await setUpAll(bench, bench.databaseUrl);
  const started = new Map<SubjectOnDatabase, Start[]>(subjects.map((subject) => [subject, []]));
  for (let pass = 0; pass < starts; pass += 1) {
    for (const subject of subjects) started.get(subject)?.push(await measureStart(subject));
  }
  const underLoad: (number | null)[] = [];
  for (const subject of subjects) underLoad.push(await measureLoaded(bench, subject));
  const bytes = await measureBytes(bench);
  const footprints = subjects.map((subject, i) => ({
    name: subject.name,
    starts: started.get(subject)?.map(({ ms }) => ms) ?? [],
    residentAfterStart: started.get(subject)?.map(({ residentMiB }) => residentMiB) ?? [],
    residentUnderLoad: underLoad[i] ?? null,
    bytes: bytes.filter(({ name }) => name === subject.name),
  }));
  return { machine: await describeMachine(bench.db, command), footprints };
}

async function measureStart({ name, start }: SubjectOnDatabase): Promise<Start> {
  const started = await startAndFetch(start);
  say(`  ${name}: first token after ${started.ms.toFixed(0)} ms`);
  await started.subject.stop();
  return started;
}

async function measureLoaded(bench: Bench, { name, start }: SubjectOnDatabase): Promise<number | null> {
  const subject = await start();
  try {
    const side = await prepareTokenLoad(bench, "refresh", subject);
    const { seconds } = bench.options;
    const most = await whileSampling(subject.pid, async () => {
      const { firstError } = await bench.generator.call("run", { name: side.load, seconds });
      if (firstError !== null) throw new Error(`${name}: ${firstError}`);
    });
    say(`  ${name}: ${most?.toFixed(0) ?? "n/a"} MiB under load`);
    return most;
  } finally {
    await subject.stop();
  }
}

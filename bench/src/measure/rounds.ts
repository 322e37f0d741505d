/** Sides measured in turn, in short rounds (A B, B A, …), so that the noise of a shared machine hits all alike. */
import type { Client } from "pg";
import type { LoadResult } from "../generator/load.js";
import type { GeneratorCommands } from "../generator/main.js";
import type { Worker } from "../worker.js";
import { readProcessCpu, readTreeCpu } from "./cpu.js";
import { readDatabaseCounters } from "./database.js";

/** Of each side, before the first round: V8 compiles what serves a request for the first thousands of them. */
const FIRST_WARM_UP_SECONDS = 4;
/** Part of a round's timed seconds that runs before them, unmeasured: connections, caches. */
const WARM_UP_SHARE = 0.3;

export interface Side {
  readonly name: string;
  /** As prepared in the generator. */
  readonly load: string;
  readonly pid: number;
}

/** One round of one side. CPU in seconds, null where the platform does not tell. */
export interface Round extends LoadResult {
  readonly serverCpu: number | null;
  readonly mainThreadCpu: number | null;
  readonly postgresCpu: number | null;
  readonly walBytes: number;
  readonly writingTransactions: number;
  readonly storedBytes: number;
}

export interface Instruments {
  readonly generator: Worker<GeneratorCommands>;
  readonly db: Client;
  readonly postgresPid: number;
}

export interface RoundPlan {
  readonly rounds: number;
  readonly seconds: number;
  onRound(side: Side, round: Round): void;
}

/** Measure every side `rounds` times. `between` runs once before each pass over the sides. */
export async function alternate(
  instruments: Instruments,
  sides: readonly Side[],
  plan: RoundPlan,
  between: () => Promise<void>,
): Promise<Map<Side, Round[]>> {
  const measured = new Map<Side, Round[]>(sides.map((side) => [side, []]));
  for (const { load } of sides)
    await instruments.generator.call("run", { name: load, seconds: FIRST_WARM_UP_SECONDS });
  for (let pass = 0; pass < plan.rounds; pass += 1) {
    await between();
    for (const side of pass % 2 === 0 ? sides : sides.toReversed()) {
      await instruments.generator.call("run", { name: side.load, seconds: plan.seconds * WARM_UP_SHARE });
      const round = await measureRound(instruments, side, plan.seconds);
      measured.get(side)?.push(round);
      plan.onRound(side, round);
    }
  }
  return measured;
}

async function measureRound(instruments: Instruments, side: Side, seconds: number): Promise<Round> {
  const before = await readAll(instruments, side);
  const result = await instruments.generator.call("run", { name: side.load, seconds });
  const after = await readAll(instruments, side);
  const delta = (name: keyof typeof after): number =>
    (after[name] ?? Number.NaN) - (before[name] ?? Number.NaN);
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    ...result,
    serverCpu: orNull(delta("server")),
    mainThreadCpu: orNull(delta("mainThread")),
    postgresCpu: orNull(delta("postgres")),
    walBytes: delta("walBytes"),
    writingTransactions: delta("writingTransactions"),
    storedBytes: delta("storedBytes"),
  };
}

async function readAll({ db, postgresPid }: Instruments, { pid }: Side) {
  const counters = await readDatabaseCounters(db);
  const cpu = readProcessCpu(pid);
  return { ...counters, server: cpu?.total, mainThread: cpu?.mainThread, postgres: readTreeCpu(postgresPid) };
}

/**
 * Child processes that answer calls: the load generator, the peer, the protected app and the RSA baseline each run
 * in a process of their own, so that the CPU time of one is never counted as another's.
 */
import { type ChildProcess, fork } from "node:child_process";

/** What a worker can be asked: one argument in, one answer out, both plain data. */
export type Commands = Record<string, (argument: never) => unknown>;

interface Call {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** A running worker, seen from its parent. */
export interface Worker<C extends Commands> {
  readonly pid: number;
  /** @throws where the command threw, or where the worker ended before it answered */
  call<K extends keyof C & string>(
    name: K,
    argument: Parameters<C[K]>[0],
  ): Promise<Awaited<ReturnType<C[K]>>>;
  stop(): Promise<void>;
}

/** In the child: answer the parent's calls, and end when the parent has gone. */
export function answerCalls(commands: Commands): void {
  const byName = commands as Record<string, (argument: unknown) => unknown>;
  process.on("message", async ({ id, name, argument }: Call) => {
    try {
      process.send?.({ id, value: await byName[name]?.(argument) } satisfies Answer);
    } catch (error) {
      process.send?.({
        id,
        error: error instanceof Error ? String(error.stack) : String(error),
      } satisfies Answer);
    }
  });
  process.on("disconnect", () => process.exit(0));
}

/** Start `script` (a URL beside this file) as a worker. Its output goes to our stderr. */
export function startWorker<C extends Commands>(script: URL, env: NodeJS.ProcessEnv = {}): Worker<C> {
  const child = fork(script, {
    env: { ...process.env, ...env },
    stdio: ["ignore", 2, 2, "ipc"],
    serialization: "advanced", // JSON has no NaN, which is what a percentile of nothing is
  });
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  child.on("message", ({ id, value, error }: Answer) => {
    const waiting = pending.get(id);
    pending.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(error));
  });
  const exited = new Promise<void>((resolve) => {
    child.on("exit", (code, signal) => {
      for (const waiting of pending.values())
        waiting.reject(new Error(`${script.pathname} ended (${code ?? signal})`));
      resolve();
    });
  });
  let lastId = 0;
  return {
    pid: child.pid ?? 0,
    call: (name, argument) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        pending.set(lastId, { resolve: resolve as (value: unknown) => void, reject });
        child.send({ id: lastId, name, argument } satisfies Call);
      }),
    stop: () => stopWorker(child, exited),
  };
}

async function stopWorker(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.connected) child.disconnect();
  await exited;
}

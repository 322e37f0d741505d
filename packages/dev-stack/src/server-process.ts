/** One server of the stack as a child process: started, awaited until ready, logged, stopped. */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { checkBuilt, repository } from "./paths.js";
import { describeExit, signal } from "./processes.js";

const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 10_000;
const REMEMBERED_LINES = 20;

export interface ServerOptions {
  /** The compiled entry file. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Appended to; one JSON object a line. */
  readonly logFile?: string;
  /** Receives the log, line by line. */
  readonly onLog?: (line: string) => void;
  /** Extra arguments for Node.js itself, such as `--cpu-prof`. */
  readonly nodeArgs?: readonly string[];
  /** Told the pid at once, so that it can be remembered before the server is ready. */
  readonly onSpawn?: (pid: number) => void;
  /** Gives up waiting, and stops the server, when aborted. */
  readonly abort?: AbortSignal;
}

export interface ServerProcess {
  readonly pid: number;
  /** Where it serves: `http://localhost:4000`. */
  readonly url: string;
  readonly managementUrl: string;
  /** Resolves when the process has ended, for whatever reason, with a phrase such as `exit code 1`. */
  readonly exited: Promise<string>;
  /** The last lines of its log. */
  lastLines(): string[];
  /** SIGTERM, and SIGKILL if it does not end in time. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
}

/**
 * Starts a server and resolves once its management listener says that it is ready.
 *
 * The env needs `PORT` and `MANAGEMENT_PORT`.
 *
 * @throws Error with its last log lines if it ends instead
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  checkBuilt(options.script);
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), options.script], {
    cwd: repository,
    env: { ...process.env, ...options.env },
    // Its own process group: the terminal's Ctrl-C reaches the stack alone, which stops things in order.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines = followLog(child, options);
  const exited = describeExit(child, "close");
  const server = describeServer(child, options.env, exited, lines);
  if (child.pid) options.onSpawn?.(child.pid);
  await untilReady(server, options).catch(async (error) => {
    await server.kill();
    throw error;
  });
  return server;
}

function describeServer(
  child: ChildProcess,
  env: ServerOptions["env"],
  exited: Promise<string>,
  lines: readonly string[],
): ServerProcess {
  const end = async (name: NodeJS.Signals) => {
    if (child.pid && child.exitCode === null && child.signalCode === null) signal(child.pid, name);
    await exited;
  };
  return {
    pid: child.pid ?? -1,
    url: `http://localhost:${env.PORT}`,
    managementUrl: `http://127.0.0.1:${env.MANAGEMENT_PORT}`,
    exited,
    lastLines: () => [...lines],
    stop: async () => {
      const force = setTimeout(() => void end("SIGKILL"), STOP_WITHIN_MS);
      await end("SIGTERM").finally(() => clearTimeout(force));
    },
    kill: () => end("SIGKILL"),
  };
}

function followLog(child: ChildProcess, { logFile, onLog }: ServerOptions): string[] {
  const lines: string[] = [];
  if (logFile) mkdirSync(dirname(logFile), { recursive: true });
  const file = logFile ? createWriteStream(logFile, { flags: "a", mode: 0o600 }) : null;
  for (const input of [child.stdout, child.stderr]) {
    if (!input) continue;
    createInterface({ input }).on("line", (line) => {
      lines.push(line);
      if (lines.length > REMEMBERED_LINES) lines.shift();
      file?.write(`${line}\n`);
      onLog?.(line);
    });
  }
  child.once("close", () => file?.end());
  return lines;
}

async function untilReady(server: ServerProcess, { script, abort }: ServerOptions): Promise<void> {
  const name = basename(dirname(dirname(script)));
  const deadline = Date.now() + READY_WITHIN_MS;
  let ended: string | null = null;
  void server.exited.then((how) => {
    ended = how;
  });
  while (!(await isReady(server))) {
    abort?.throwIfAborted();
    if (ended) throw new Error(`${name} ended (${ended}):\n${server.lastLines().join("\n")}`);
    if (Date.now() > deadline) {
      throw new Error(
        `${name} is not ready after ${READY_WITHIN_MS / 1000} s:\n${server.lastLines().join("\n")}`,
      );
    }
    await delay(50);
  }
}

async function isReady(server: ServerProcess): Promise<boolean> {
  try {
    const answer = await fetch(`${server.managementUrl}/health/ready`, {
      signal: AbortSignal.timeout(2_000),
    });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}

/** PostgreSQL's main process as a child of ours. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { describeExit } from "../processes.js";
import { type Cluster, postgresEnv } from "./cluster.js";
import { stopPostmaster } from "./left-over.js";

const REMEMBERED_LINES = 20;

export interface Postmaster {
  /** Signals sent to it act on the whole server. */
  readonly pid: number;
  /** Resolves when it has ended, for whatever reason, with a phrase such as `signal SIGKILL`. */
  readonly exited: Promise<string>;
  /** The last lines of its log. */
  lastLines(): string[];
  /** Stops it as an operator would: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
  /** `kill -9`: a crash. The data directory can be started again. */
  kill(): Promise<void>;
}

/**
 * Starts the postmaster and resolves once it accepts connections.
 *
 * @throws Error with PostgreSQL's last log lines if it ends instead
 */
export async function launchPostmaster(
  program: string,
  cluster: Cluster,
  settings: Readonly<Record<string, string>>,
  onLog: (line: string) => void,
): Promise<Postmaster> {
  const child = spawnPostmaster(program, cluster, settings);
  const log = readLog(child, onLog);
  const exited = describeExit(child, "exit");
  // With its last words read: backends that outlive it may keep its log open, so this is for the start only.
  const closed = describeExit(child, "close");
  const failed = closed.then((how) => {
    throw new Error(`PostgreSQL did not start on ${cluster.dataDir} (${how}):\n${log.lines.join("\n")}`);
  });
  await Promise.race([log.ready, failed]);
  const pid = child.pid as number;
  return {
    pid,
    exited,
    lastLines: () => [...log.lines],
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) await stopPostmaster(pid);
      await exited;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function spawnPostmaster(program: string, cluster: Cluster, settings: Readonly<Record<string, string>>) {
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const { file, args, ...user } = cluster.account.command(program, ["-D", cluster.dataDir, ...flags]);
  return spawn(file, args, {
    ...user,
    cwd: "/",
    // Its own session: the terminal's Ctrl-C must not reach it, because it has to stop last.
    detached: true,
    env: postgresEnv(),
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/** Reads PostgreSQL's log; `ready` resolves when it says that it accepts connections. */
function readLog({ stderr }: ChildProcess, onLog: (line: string) => void) {
  const lines: string[] = [];
  const ready = new Promise<void>((resolve) => {
    if (!stderr) return;
    createInterface({ input: stderr }).on("line", (line) => {
      lines.push(line);
      if (lines.length > REMEMBERED_LINES) lines.shift();
      onLog(line);
      // A standby says "read-only connections".
      if (/database system is ready to accept (read-only )?connections/.test(line)) resolve();
    });
  });
  return { lines, ready };
}

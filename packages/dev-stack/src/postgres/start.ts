/** Starts a PostgreSQL on 127.0.0.1 that is ours alone: for the dev stack, the tests and the bench. */
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { freePort } from "../ports.js";
import { signal } from "../processes.js";
import { findBinaries } from "./binaries.js";
import { type Cluster, openCluster, postgresEnv, ROLE } from "./cluster.js";
import { clusterName, findClusterProcesses } from "./cluster-processes.js";
import { clearLeftOvers, stopPostmaster } from "./left-over.js";

const HOST = "127.0.0.1";
const DATABASE = "regrant";
const START_ATTEMPTS = 3;
const REMEMBERED_LINES = 20;

export interface PostgresOptions {
  /** Where the data lies; made if it is not there. Its parent folder too. */
  readonly dataDir: string;
  /** Any free port if absent or 0. */
  readonly port?: number;
  /** Whether commits survive a power cut (fsync). Without it they survive a killed PostgreSQL only. Default: false. */
  readonly durable?: boolean;
  /** Further server settings, such as `{ max_connections: "300" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Receives PostgreSQL's own log, line by line. */
  readonly onLog?: (line: string) => void;
}

export interface Postgres {
  /** `postgres://…` of the database `regrant`, as a superuser. */
  readonly url: string;
  readonly port: number;
  /** The postmaster: signals sent to it act on the whole server. */
  readonly pid: number;
  readonly dataDir: string;
  /** Whether the data directory was made by this start. */
  readonly isNew: boolean;
  /** Resolves when the postmaster has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** The last lines of its log. */
  lastLines(): string[];
  /** The postmaster and all its children, for measuring. */
  processIds(): number[];
  /** Stops it as an operator would: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
  /** `kill -9` of the postmaster: a crash. The data directory can be started again. */
  kill(): Promise<void>;
}

/**
 * Starts PostgreSQL and resolves once it accepts connections. What an earlier run left on the same data
 * directory is stopped first: two postmasters can never share one.
 *
 * @throws Error with PostgreSQL's last log lines if it does not start
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  const binaries = findBinaries();
  await clearLeftOvers(dataDir);
  const cluster = await openCluster(binaries, {
    dataDir,
    durable: options.durable ?? false,
    onLog: options.onLog ?? (() => undefined),
  });
  const postgres = await launchOnSomePort(binaries.postgres, cluster, options);
  await createDatabase(postgres.url);
  return postgres;
}

/** Another program may take a free port between the look and the start; a port that was asked for stays. */
async function launchOnSomePort(
  program: string,
  cluster: Cluster,
  options: PostgresOptions,
): Promise<Postgres> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port || (await freePort());
    try {
      return await launch(program, cluster, port, options);
    } catch (error) {
      if (options.port || attempt === START_ATTEMPTS) throw error;
    }
  }
}

async function launch(
  program: string,
  cluster: Cluster,
  port: number,
  options: PostgresOptions,
): Promise<Postgres> {
  const { dataDir } = cluster;
  const settings = { ...serverSettings(cluster, port, options.durable ?? false), ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const { file, args, ...user } = cluster.account.command(program, ["-D", dataDir, ...flags]);
  // Its own session: the terminal's Ctrl-C must not reach it, because it has to stop last.
  const child = spawn(file, args, {
    ...user,
    cwd: "/",
    detached: true,
    env: postgresEnv(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const log = readLog(child, options.onLog);
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve()).once("error", () => resolve());
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await Promise.race([log.ready, closed.then(() => Promise.reject(startFailure(dataDir, log.lines)))]);
  const pid = child.pid as number;
  return {
    url: `postgres://${ROLE}:${cluster.password}@${HOST}:${port}/${DATABASE}`,
    port,
    pid,
    dataDir,
    isNew: cluster.isNew,
    exited,
    lastLines: () => [...log.lines],
    processIds: () => findClusterProcesses(dataDir),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) await stopPostmaster(pid);
      await exited;
    },
    kill: async () => {
      signal(pid, "SIGKILL");
      await exited;
    },
  };
}

function serverSettings(cluster: Cluster, port: number, durable: boolean): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: HOST,
    unix_socket_directories: "",
    cluster_name: clusterName(cluster.dataDir),
    logging_collector: "off",
    log_destination: "stderr",
    log_line_prefix: "%m [%p] ",
    max_connections: "200",
    ...(durable ? {} : { fsync: "off", full_page_writes: "off", wal_level: "minimal", max_wal_senders: "0" }),
  };
}

/** Reads PostgreSQL's log; `ready` resolves when it says that it accepts connections. */
function readLog(child: ChildProcess, onLog: PostgresOptions["onLog"]) {
  const lines: string[] = [];
  const ready = new Promise<void>((resolve) => {
    if (!child.stderr) return;
    createInterface({ input: child.stderr }).on("line", (line) => {
      lines.push(line);
      if (lines.length > REMEMBERED_LINES) lines.shift();
      onLog?.(line);
      if (line.includes("database system is ready to accept connections")) resolve();
    });
  });
  return { lines, ready };
}

function startFailure(dataDir: string, lines: readonly string[]): Error {
  return new Error(`PostgreSQL did not start on ${dataDir}:\n${lines.join("\n")}`);
}

async function createDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    const found = await client.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

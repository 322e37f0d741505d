/** Starts a PostgreSQL on 127.0.0.1 that is ours alone: for the dev stack, the tests and the bench. */
import { resolve } from "node:path";
import pg from "pg";
import { freePort } from "../ports.js";
import { findBinaries } from "./binaries.js";
import { type Cluster, openCluster, ROLE } from "./cluster.js";
import { clusterName, findClusterProcesses } from "./cluster-processes.js";
import { clearLeftOvers } from "./left-over.js";
import { launchPostmaster, type Postmaster } from "./postmaster.js";

const HOST = "127.0.0.1";
const DATABASE = "regrant";
const START_ATTEMPTS = 3;

export interface PostgresOptions {
  /** Where the data lies; made if it is not there. Its parent folder too. */
  readonly dataDir: string;
  /** Any free port if absent or 0. */
  readonly port?: number;
  /** Whether commits survive a power cut (fsync). Without it they survive a killed PostgreSQL only. Default: false. */
  readonly durable?: boolean;
  /** Further server settings, such as `{ max_connections: "300" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A folder of programs like /usr/lib/postgresql/15/bin. Default: those of the npm package. */
  readonly programs?: string;
  /** Receives PostgreSQL's own log, line by line. */
  readonly onLog?: (line: string) => void;
}

export interface Postgres extends Postmaster {
  /** `postgres://…` of the database `regrant`, as a superuser. */
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** Whether the data directory was made by this start. */
  readonly isNew: boolean;
  /** The postmaster and all its children, for measuring. */
  processIds(): number[];
}

/**
 * Starts PostgreSQL and resolves once it accepts connections. What an earlier run left on the same data
 * directory is stopped first: two postmasters can never share one.
 *
 * @throws Error with PostgreSQL's last log lines if it does not start
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  const binaries = findBinaries(options.programs);
  await clearLeftOvers(dataDir);
  const cluster = await openCluster(binaries, {
    dataDir,
    durable: options.durable ?? false,
    onLog: options.onLog ?? (() => undefined),
  });
  const { postmaster, port } = await launchOnSomePort(binaries.postgres, cluster, options);
  const url = `postgres://${ROLE}:${cluster.password}@${HOST}:${port}/${DATABASE}`;
  try {
    await createDatabase(url);
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
  const { isNew } = cluster;
  return { ...postmaster, url, port, dataDir, isNew, processIds: () => findClusterProcesses(dataDir) };
}

/** Another program may take a free port between the look and the start; a port that was asked for stays. */
async function launchOnSomePort(program: string, cluster: Cluster, options: PostgresOptions) {
  const { durable = false, settings = {}, onLog = () => undefined } = options;
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port || (await freePort());
    const all = { ...serverSettings(cluster, port, durable), ...settings };
    try {
      return { port, postmaster: await launchPostmaster(program, cluster, all, onLog) };
    } catch (error) {
      const isTaken = error instanceof Error && error.message.includes("could not bind");
      if (!isTaken || options.port || attempt === START_ATTEMPTS) throw error;
    }
  }
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

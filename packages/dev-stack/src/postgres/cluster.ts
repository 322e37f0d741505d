/** The data directory: made once, in a folder beside it that takes its name only when it is complete. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Account, chooseAccount } from "./account.js";
import type { Binaries } from "./binaries.js";

/** The one role of the cluster, a superuser. */
export const ROLE = "regrant";

/** Lies inside the data directory so that data and password can only be there together. */
const PASSWORD_FILE = "regrant.password";

export interface Cluster {
  readonly dataDir: string;
  readonly password: string;
  readonly account: Account;
  /** Whether the data directory was made by this call. */
  readonly isNew: boolean;
}

interface ClusterOptions {
  readonly dataDir: string;
  readonly durable: boolean;
  readonly onLog: (line: string) => void;
}

/**
 * Opens the cluster in `dataDir`, or makes one if there is none or only a half-made one.
 *
 * @throws Error if the data belongs to another version or user, or initdb fails
 */
export async function openCluster(binaries: Binaries, options: ClusterOptions): Promise<Cluster> {
  const { dataDir } = options;
  mkdirSync(dirname(dataDir), { recursive: true });
  removeUnfinished(binaries, dataDir);
  const account = chooseAccount(binaries, dataDir);
  const isNew = !isComplete(binaries, dataDir);
  if (isNew) await makeCluster(binaries, account, options);
  return { dataDir, password: readPassword(dataDir), account, isNew };
}

function isComplete({ majorVersion }: Binaries, dataDir: string): boolean {
  const parts = ["PG_VERSION", "global/pg_control", PASSWORD_FILE];
  if (!parts.every((part) => existsSync(join(dataDir, part)))) return false;
  const version = readFileSync(join(dataDir, "PG_VERSION"), "utf8").trim();
  if (version === String(majorVersion)) return true;
  throw new Error(
    `${dataDir} was made by PostgreSQL ${version}, but this is PostgreSQL ${majorVersion}. Move that folder away to start with an empty database.`,
  );
}

/** Removes a data directory that is not complete, and the unfinished siblings of runs that were killed. */
function removeUnfinished(binaries: Binaries, dataDir: string): void {
  const parent = dirname(dataDir);
  const unfinished = readdirSync(parent).filter((name) =>
    name.startsWith(`${basename(dataDir)}.unfinished-`),
  );
  for (const name of unfinished) rmSync(join(parent, name), { recursive: true, force: true });
  if (isReadable(dataDir) && !isComplete(binaries, dataDir))
    rmSync(dataDir, { recursive: true, force: true });
}

function isReadable(dataDir: string): boolean {
  if (!existsSync(dataDir)) return false;
  try {
    readdirSync(dataDir);
    return true;
  } catch (cause) {
    throw new Error(
      `${dataDir} belongs to another user, who started Regrant here before. Start it as that user, or remove the folder as that user to begin with an empty database.`,
      { cause },
    );
  }
}

async function makeCluster(binaries: Binaries, account: Account, options: ClusterOptions): Promise<void> {
  const unfinished = `${options.dataDir}.unfinished-${randomBytes(4).toString("hex")}`;
  const passwordFile = `${unfinished}.password`;
  const password = randomBytes(24).toString("base64url");
  mkdirSync(unfinished, { mode: 0o700 });
  if (account.owner) chownSync(unfinished, account.owner.uid, account.owner.gid);
  try {
    writeOwned(passwordFile, password, account);
    await runInitdb(binaries, account, { ...options, dataDir: unfinished }, passwordFile);
    renameSync(passwordFile, join(unfinished, PASSWORD_FILE));
    renameSync(unfinished, options.dataDir);
  } catch (error) {
    removeUnfinished(binaries, options.dataDir);
    throw error;
  }
}

function writeOwned(path: string, content: string, account: Account): void {
  writeFileSync(path, content, { mode: 0o600 });
  if (account.owner) chownSync(path, account.owner.uid, account.owner.gid);
}

async function runInitdb(
  binaries: Binaries,
  account: Account,
  { dataDir, durable, onLog }: ClusterOptions,
  passwordFile: string,
): Promise<void> {
  const args = [
    `--pgdata=${dataDir}`,
    `--username=${ROLE}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    ...(binaries.majorVersion >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : []),
    "--no-instructions",
    ...(durable ? [] : ["--no-sync"]),
  ];
  const { file, args: argv, ...user } = account.command(binaries.initdb, args);
  const child = spawn(file, argv, {
    ...user,
    cwd: "/",
    detached: true,
    env: postgresEnv(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      for (const line of text.split("\n").filter(Boolean)) onLog(line);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (code !== 0) throw new Error(`initdb failed in ${dirname(dataDir)}:\n${output.trim()}`);
}

/** No PG* variable of the user's own PostgreSQL may reach this one; the messages are read, so in English. */
export function postgresEnv(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("PG"));
  return { ...Object.fromEntries(inherited), LC_ALL: "C", TZ: "UTC" };
}

function readPassword(dataDir: string): string {
  return readFileSync(join(dataDir, PASSWORD_FILE), "utf8");
}

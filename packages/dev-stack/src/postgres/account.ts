/**
 * As whom PostgreSQL runs. It refuses to run as root, so root runs it as another user; and that user may have
 * no way into the folder where the programs and the data are (/root and a fresh `mktemp -d` have mode 0700).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import type { Binaries } from "./binaries.js";

export interface Account {
  /** The owner that the data directory needs; absent where PostgreSQL runs as ourselves. */
  readonly owner?: Owner;
  /** Turns a program and its arguments into what has to be spawned. */
  command(program: string, args: readonly string[]): Command;
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** Its bit in the sets of /proc/self/status. */
const CAP_DAC_OVERRIDE = 1n << 1n;

const ourselves: Account = { command: (file, args) => ({ file, args }) };

/**
 * Chooses the account for a data directory: ourselves, unless we have no name, or are root; then the data directory's owner, or
 * `nobody` for a new one, by the first way in which that user reaches programs and data.
 *
 * @throws Error that says what to do where root finds no such way
 */
export function chooseAccount(binaries: Binaries, dataDir: string): Account {
  if (process.geteuid?.() !== 0) return hasName() ? ourselves : nameless(binaries);
  const owner = ownerOf(dataDir) ?? nobody();
  const needed = [binaries.initdb, binaries.postgres, binaries.bootstrapFile, dirname(dataDir)];
  const ways = [switchUser(owner), ...switchUserKeepingAccess(owner)];
  const account = ways.find((way) => canReach(way, needed));
  if (account) return account;
  throw new Error(
    `PostgreSQL does not run as root, and user ${owner.uid} cannot enter ${dirname(dataDir)} or read ` +
      `${binaries.postgres}. Run as an ordinary user, move the clone to a folder that others may enter ` +
      "(such as /srv), or install util-linux, whose `setpriv` lets Regrant work here (it takes the capabilities " +
      "dac_override and setpcap).",
  );
}

/** Containers are started with ids of users that no passwd file names (`docker run --user 12345`). */
function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

/**
 * PostgreSQL asks for its user's name, so it gets a user namespace in which this user is `nobody`.
 *
 * @throws Error that says what to do where there are none
 */
function nameless(binaries: Binaries): Account {
  const { uid, gid } = nobody();
  const flags = ["--user", `--map-user=${uid}`, `--map-group=${gid}`, "--"];
  const account: Account = {
    command: (file, args) => ({ file: "unshare", args: [...flags, file, ...args] }),
  };
  if (canReach(account, [binaries.postgres])) return account;
  throw new Error(
    `PostgreSQL needs its user's name, and user ${process.geteuid?.()} has none on this machine. Add a line for it to ` +
      "/etc/passwd, run as a user that has one, or set DATABASE_URL to a PostgreSQL that runs elsewhere.",
  );
}

function ownerOf(dataDir: string): Owner | undefined {
  if (!existsSync(dataDir)) return undefined;
  const { uid, gid } = statSync(dataDir);
  return uid === 0 ? undefined : { uid, gid };
}

function nobody(): Owner {
  const line = readFileSync("/etc/passwd", "utf8").match(/^nobody:[^:]*:(-?\d+):(-?\d+):/m);
  if (!line) throw new Error("PostgreSQL does not run as root, and this machine has no user `nobody`.");
  return { uid: Number(line[1]), gid: Number(line[2]) };
}

function switchUser(owner: Owner): Account {
  return { owner, command: (file, args) => ({ file, args, ...owner }) };
}

/**
 * Switches the user and keeps the one capability that passes closed folders. `no_setuid_fixup` is needed
 * because PostgreSQL looks at its own program with access(2), which ignores capabilities without it.
 *
 * @see capabilities(7), "The securebits flags"
 */
function switchUserKeepingAccess(owner: Owner): Account[] {
  if (!mayPassClosedFolders()) return [];
  const flags = [
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--securebits=+no_setuid_fixup",
    "--",
  ];
  return [{ owner, command: (file, args) => ({ file: "setpriv", args: [...flags, file, ...args] }) }];
}

/** Whether CAP_DAC_OVERRIDE is ours to hand on (Linux only). */
function mayPassClosedFolders(): boolean {
  if (process.platform !== "linux") return false;
  const line = readFileSync("/proc/self/status", "utf8").match(/^CapBnd:\s*([0-9a-f]+)$/m);
  return (BigInt(`0x${line?.[1] ?? "0"}`) & CAP_DAC_OVERRIDE) !== 0n;
}

function canReach(account: Account, paths: readonly string[]): boolean {
  const program = 'for path; do test -r "$path" || exit 1; done';
  const { file, args, ...user } = account.command("/bin/sh", ["-c", program, "sh", ...paths]);
  return spawnSync(file, args, { ...user, cwd: "/", stdio: "ignore" }).status === 0;
}

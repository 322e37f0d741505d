/** Runs Docker and Docker Compose. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { eventually } from "./eventually.js";

export const repository = fileURLToPath(new URL("../../", import.meta.url));

type Env = Readonly<Record<string, string | undefined>>;

/** Runs a program at the repository's root and returns its stdout. @throws Error with its stderr if it fails */
export async function run(file: string, args: readonly string[], env: Env = process.env): Promise<string> {
  const child = spawn(file, args, { cwd: repository, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`${file} ${args.join(" ")} failed (${code}):\n${errors.trim()}`);
  return output.trim();
}

export const docker = (...args: readonly string[]): Promise<string> => run("docker", args);

/** The command line that starts Docker Compose here. @throws Error naming what is missing */
export async function findCompose(): Promise<readonly [string, ...string[]]> {
  const works = (file: string, ...args: string[]) =>
    run(file, args).then(
      () => true,
      () => false,
    );
  if (!(await works("docker", "info"))) {
    throw new Error("no Docker engine answers: this needs one that runs, and `docker` on the path");
  }
  if (await works("docker", "compose", "version")) return ["docker", "compose"];
  if (await works("docker-compose", "version")) return ["docker-compose"];
  throw new Error("there is no Docker Compose: this needs `docker compose`, or docker-compose 1.29");
}

export interface Container {
  readonly RestartCount: number;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Health?: { Status: string };
  };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
  };
}

export interface Image {
  readonly Size: number;
  readonly Config: { readonly User: string; readonly Labels: Readonly<Record<string, string>> };
}

export async function inspect<T extends Container | Image>(what: string): Promise<T> {
  return (JSON.parse(await docker("inspect", what)) as [T])[0];
}

/** Waits until it runs and, if it has a health check, is healthy. */
export function untilHealthy(container: string): Promise<void> {
  return eventually(
    `${container} is healthy`,
    async () => {
      const { State } = await inspect<Container>(container);
      return State.Status === "running" && (State.Health?.Status ?? "healthy") === "healthy";
    },
    { withinMs: 60_000, everyMs: 250 },
  );
}

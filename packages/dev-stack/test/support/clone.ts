/** Another clone of this repository, as built, with a `.data/` of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));

export interface Run {
  /** What it has printed so far. */
  output(): string;
  /** Resolves when the text was printed. @throws Error where the process ends before */
  prints(text: string): Promise<void>;
  /** Sends the signal, and resolves with the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  readonly exitCode: Promise<number | null>;
}

export interface Clone {
  readonly data: string;
  remove(): void;
  start(options: { port?: number; reset?: boolean }): Run;
  regrant(...args: string[]): Run;
}

/** The dev stack is copied, for where it lies decides where its data is; what it starts is linked. */
export function cloneRepository(): Clone {
  const folder = mkdtempSync(join(tmpdir(), "regrant-dev-stack-"));
  const devStack = join(folder, "packages/dev-stack");
  mkdirSync(devStack, { recursive: true });
  const own = join(repository, "packages/dev-stack");
  for (const part of ["dist", "bin", "package.json"])
    cpSync(join(own, part), join(devStack, part), { recursive: true });
  symlinkSync(join(own, "node_modules"), join(devStack, "node_modules"));
  for (const part of ["apps", "examples"]) symlinkSync(join(repository, part), join(folder, part));
  const command = join(devStack, "dist/commands/start.js");
  return {
    data: join(folder, ".data"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
    start: ({ port = null, reset = false }: { port?: number | null; reset?: boolean }) => {
      const program = `import { start } from ${JSON.stringify(command)};
        process.exit(await start(${JSON.stringify({ port, reset })}));`;
      return run(["--input-type=module", "--eval", program]);
    },
    regrant: (...args) => run([join(devStack, "bin/regrant.mjs"), ...args]),
  };
}

function run(args: readonly string[]): Run {
  const { DATABASE_URL: _, SECRETS: __, ...env } = process.env;
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const changes = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      changes.emit("output");
    });
  }
  const exitCode = once(child, "close").then(([code]) => code as number | null);
  onTestFinished(() => ended(child, exitCode));
  return {
    output: () => output,
    exitCode,
    prints: async (text) => {
      while (!output.includes(text)) {
        const hasEnded = await Promise.race([
          once(changes, "output").then(() => false),
          exitCode.then(() => true),
        ]);
        if (hasEnded && !output.includes(text)) throw new Error(`ended without "${text}":\n${output}`);
      }
    },
    end: (signal) => {
      child.kill(signal);
      return exitCode;
    },
  };
}

/** In order, so that no server of it is left. */
async function ended(child: ChildProcess, exitCode: Promise<unknown>): Promise<void> {
  child.kill("SIGINT");
  await exitCode;
}

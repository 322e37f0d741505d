/** The thread of regrant-in-thread.ts. For each run its first file is loaded anew, which runs it; all others once. */
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { parentPort } from "node:worker_threads";
import { cliScript } from "./paths.js";

interface Run {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

const [stdout, stderr] = [collect(process.stdout), collect(process.stderr)];
let runs = 0;

parentPort?.on("message", async ({ args, env, stdin }: Run) => {
  process.argv = [process.execPath, cliScript, ...args];
  process.env = { ...env };
  process.exitCode = undefined;
  Object.defineProperty(process, "stdin", { value: Readable.from([Buffer.from(stdin)]), configurable: true });
  runs += 1;
  await import(`${pathToFileURL(cliScript)}?run=${runs}`);
  process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM");
  process.stdout.removeAllListeners("error");
  parentPort?.postMessage({ exitCode: process.exitCode, stdout: stdout(), stderr: stderr() });
});

/** A stream of the thread's own, from now on. @returns what takes out all that was written so far */
function collect(stream: NodeJS.WriteStream): () => string {
  const written: string[] = [];
  stream.write = (text: string | Uint8Array) => written.push(text.toString()) > 0;
  return () => written.splice(0).join("");
}

/** The `regrant` command in a thread of its own, one run after the other: `main.js` anew for each, all else loaded once. */
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { parentPort } from "node:worker_threads";

let runs = 0;

/** What is written to this stream of the thread's own, until it is asked for again. */
function collect(stream) {
  const chunks = [];
  stream.write = (chunk) => chunks.push(chunk) > 0;
  return () => chunks.splice(0).join("");
}
const [stdout, stderr] = [collect(process.stdout), collect(process.stderr)];

parentPort.on("message", async ({ program, args, env, stdin }) => {
  process.argv = [process.execPath, program, ...args];
  process.env = env;
  process.exitCode = undefined;
  Object.defineProperty(process, "stdin", { value: Readable.from([Buffer.from(stdin)]), configurable: true });
  runs += 1;
  await import(`${pathToFileURL(program)}?run=${runs}`);
  process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM");
  parentPort.postMessage({ exitCode: process.exitCode, stdout: stdout(), stderr: stderr() });
});

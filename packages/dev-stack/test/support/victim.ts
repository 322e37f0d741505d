import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/**
 * Runs a program of another process up to its first line of output, then kills it with -9, so that whatever it
 * started is left behind. Returns the line.
 *
 * @param program an ES module's source, in which DIST/ stands for this package's built folder
 */
export async function killedAfterFirstLine(program: string): Promise<string> {
  const victim = startVictim(program);
  const line = await victim.firstLine;
  await victim.kill();
  return line;
}

/** The same, still alive. */
export function startVictim(program: string) {
  const dist = new URL("../../dist/", import.meta.url).href;
  const source = program.replaceAll("DIST/", dist);
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const firstLine = once(createInterface({ input: child.stdout }), "line").then(([line]) => String(line));
  const kill = async () => {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  return { pid: child.pid, firstLine, kill };
}

/** Runs a client program through the steps. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Walk } from "./client-walk.js";

/** A script of clients/python, with the interpreter built for it. */
export const pythonScript = (folder: string, script: string): readonly string[] => [
  join(folder, "bin/python"),
  fileURLToPath(new URL(`../clients/python/${script}`, import.meta.url)),
];

/**
 * The program reads its settings from one line, prints each address for the user's browser, and finally its report.
 */
export const walkOfProgram =
  ([command = "", ...args]: readonly string[]): Walk =>
  async (setting, visit) => {
    const child = spawn(command, args, { stdio: "pipe", timeout: 60_000, killSignal: "SIGKILL" });
    const closed = once(child, "close");
    const errors = text(child.stderr);
    child.stdin.write(`${JSON.stringify(setting)}\n`);
    let last = "";
    for await (const line of createInterface(child.stdout)) {
      last = line;
      if (line.startsWith("http")) child.stdin.write(`${await visit(new URL(line), setting.redirectUri)}\n`);
    }
    const [code] = await closed;
    if (code === 0) return JSON.parse(last);
    throw new Error(`${command} ended with ${code}: ${await errors}`);
  };

/** Runs a client program through the steps. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Walk } from "./client-walk.js";
import { appState, type PartyWalk } from "./relying-party.js";

/** A script of clients/python, with the interpreter built for it. */
export const pythonScript = (folder: string, script: string): readonly string[] => [
  join(folder, "bin/python"),
  fileURLToPath(new URL(`../clients/python/${script}`, import.meta.url)),
];

/** The steps of an OAuth client. */
export const walkOfProgram =
  (program: readonly string[]): Walk =>
  (setting, visit) =>
    converse(program, setting, (url) => visit(url, setting.redirectUri));

/** The steps of an OpenID Connect client. */
export const partyWalkOfProgram =
  (program: readonly string[]): PartyWalk =>
  (setting, { visit }) =>
    converse(program, { ...setting, state: appState }, (url) =>
      visit(url, new URL(setting.redirectUri).origin),
    );

/**
 * The program reads its settings from one line, prints each address for the user's browser, is told where that ends up, and
 * finally prints its report.
 */
async function converse<Report>(
  [command = "", ...args]: readonly string[],
  setting: object,
  visit: (url: URL) => Promise<URL>,
): Promise<Report> {
  const child = spawn(command, args, { stdio: "pipe", timeout: 60_000, killSignal: "SIGKILL" });
  const closed = once(child, "close");
  const errors = text(child.stderr);
  child.stdin.write(`${JSON.stringify(setting)}\n`);
  let last = "";
  for await (const line of createInterface(child.stdout)) {
    last = line;
    if (line.startsWith("http")) child.stdin.write(`${await visit(new URL(line))}\n`);
  }
  const [code] = await closed;
  if (code === 0) return JSON.parse(last);
  throw new Error(`${command} ended with ${code}: ${await errors}`);
}

#!/usr/bin/env node
/** The `regrant` command of this repository: see src/commands/regrant.ts. */
import { existsSync } from "node:fs";

const command = new URL("../dist/commands/regrant.js", import.meta.url);

async function main() {
  if (!existsSync(command))
    throw new Error("nothing is built yet. `npm start` installs and builds everything.");
  const { regrant } = await import(command.href);
  return regrant(process.argv.slice(2));
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`regrant: ${error.message}\n`);
    process.exitCode = 1;
  },
);

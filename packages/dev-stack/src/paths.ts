/** Where things are in this repository. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** The dev stack's own folder: database, secrets, demo data, logs. Git ignores it. */
export const dataFolder = join(repository, ".data");

/** As shown to people. */
export const logFolder = ".data/logs/";

export const authServerScript = join(repository, "apps/auth-server/dist/server.js");
export const resourceServerScript = join(repository, "apps/resource-server/dist/server.js");
export const mcpServerScript = join(repository, "examples/mcp-server/dist/server.js");
export const bffAppScript = join(repository, "examples/bff-app/dist/server/server.js");
export const browserAppFolder = join(repository, "examples/browser-app/dist");
/** By its compiled file, also where this is loaded as TypeScript. */
export const regrantThread = join(repository, "packages/dev-stack/dist/regrant-thread.js");
export const cliScript = join(repository, "apps/auth-server/dist/cli/main.js");

/** @throws Error that says how to build */
export function checkBuilt(...scripts: readonly string[]): void {
  const missing = scripts.find((script) => !existsSync(script));
  if (missing) throw new Error(`${missing} is not built yet. \`npm start\` installs and builds everything.`);
}

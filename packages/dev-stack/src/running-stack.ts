/** What `npm start` tells others about the stack that runs: the walk-through, the `regrant` command. */
import { join } from "node:path";
import type { Demo } from "./demo.js";
import { lockHolder } from "./lock.js";
import { dataFolder } from "./paths.js";
import { readPrivateJson } from "./private-file.js";

export interface RunningStack {
  /** The process of `npm start`. */
  readonly pid: number;
  readonly issuer: string;
  readonly resource: string;
  readonly authServerManagement: string;
  readonly resourceServerManagement: string;
  readonly databaseUrl: string;
  readonly browserApp: string;
  readonly mcpServer: string;
  readonly bffApp: string;
  readonly demo: Demo;
}

/** The files of the dev stack, below `.data/`. */
export const stackFiles = {
  lock: join(dataFolder, "lock"),
  stack: join(dataFolder, "stack.json"),
  ports: join(dataFolder, "ports.json"),
  demo: join(dataFolder, "demo.json"),
  bffApp: join(dataFolder, "bff-app.json"),
  secrets: join(dataFolder, "secrets"),
  postgres: join(dataFolder, "postgres"),
  logs: join(dataFolder, "logs"),
  mail: join(dataFolder, "mail"),
} as const;

/** The stack that runs and is ready, or null; what a killed one wrote does not count. */
export function findRunningStack(): RunningStack | null {
  const stack = readPrivateJson<RunningStack>(stackFiles.stack);
  return stack && lockHolder(stackFiles.lock)?.pid === stack.pid ? stack : null;
}

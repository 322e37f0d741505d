/** Brings warnings and errors from the parts' logs to the terminal; everything is in `.data/logs/`. */
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { stackFiles } from "../running-stack.js";
import type { StackPart } from "../stack-options.js";
import type { Terminal } from "../terminal.js";

const PINO_WARN = 40;

export function printWarnings(terminal: Terminal): (part: StackPart, line: string) => void {
  mkdirSync(stackFiles.logs, { recursive: true });
  const postgresLog = createWriteStream(join(stackFiles.logs, "postgres.log"), { flags: "a", mode: 0o600 });
  return (part, line) => {
    if (part === "PostgreSQL") postgresLog.write(`${line}\n`);
    const warning = part === "PostgreSQL" ? postgresWarning(line) : serverWarning(line);
    if (warning) terminal.line(terminal.colours.yellow(`  ${part}: ${warning}`));
  };
}

/** A server's line is one JSON object of pino; one that is not comes from Node.js itself, and matters. */
function serverWarning(line: string): string | null {
  try {
    const { level, msg, reason } = JSON.parse(line) as { level: number; msg?: string; reason?: string };
    return level >= PINO_WARN ? [msg, reason].filter(Boolean).join(" ") : null;
  } catch {
    return line;
  }
}

function postgresWarning(line: string): string | null {
  return /\b(PANIC|FATAL): {2}/.test(line) ? line : null;
}

/** A command failed; the message names the fix. */
import { isLockTimeout } from "../audit/audit-partitions.sql.js";

export class CommandError extends Error {
  override readonly name = "CommandError";
  /** 1: failed. 2: wrong usage. */
  readonly exitCode: 1 | 2;

  constructor(message: string, options: { readonly exitCode?: 1 | 2; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}

/** Explains why a month of audit events could not be created or dropped. */
export function explainBusyMonths(cause: unknown): never {
  if (!isLockTimeout(cause)) throw cause;
  throw new CommandError(
    "a long-running read of the audit events, perhaps a backup, blocks creating and dropping months; run the command again when it is done",
    { cause },
  );
}

/** A command that cannot be carried out, told in words that name the fix. */
import { isLockTimeout } from "../store/audit-partitions.js";

export class CommandError extends Error {
  override readonly name = "CommandError";
  /** 1 could not be done, 2 was not understood. */
  readonly exitCode: 1 | 2;

  constructor(message: string, options: { readonly exitCode?: 1 | 2; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}

/** A month of audit events that could neither be made nor dropped, told in words that name the fix. */
export function explainBusyMonths(cause: unknown): never {
  if (!isLockTimeout(cause)) throw cause;
  throw new CommandError(
    "somebody is reading the audit events for long, a backup perhaps, so no month of them could be made or dropped; run it again after that",
    { cause },
  );
}

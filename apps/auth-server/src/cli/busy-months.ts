/** Months of audit events that a long-running read keeps busy. */
import { isLockTimeout } from "../audit/audit-partitions.sql.js";
import { CommandError } from "./command-error.js";

/** Explains why a month of audit events could not be created or dropped. */
export function explainBusyMonths(cause: unknown): never {
  if (!isLockTimeout(cause)) throw cause;
  throw new CommandError(
    "a long-running read of the audit events, perhaps a backup, blocks creating and dropping months; run the command again when it is done",
    { cause },
  );
}

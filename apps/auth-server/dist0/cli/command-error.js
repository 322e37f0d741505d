/** A command failed; the message names the fix. */
import { isLockTimeout } from "../audit/audit-partitions.sql.js";
export class CommandError extends Error {
    name = "CommandError";
    /** 1: failed. 2: wrong usage. */
    exitCode;
    constructor(message, options = {}) {
        super(message, { cause: options.cause });
        this.exitCode = options.exitCode ?? 1;
    }
}
/** Explains why a month of audit events could not be created or dropped. */
export function explainBusyMonths(cause) {
    if (!isLockTimeout(cause))
        throw cause;
    throw new CommandError("a long-running read of the audit events, perhaps a backup, blocks creating and dropping months; run the command again when it is done", { cause });
}
//# sourceMappingURL=command-error.js.map
/** Why a process or command failed, in one sentence for whoever started it. */
import { explainDatabaseFault } from "./database/faults.js";
/** Errors whose message says what is wrong and what to do. By name: a command does not load a server for them. */
const told = new Set(["ConfigError", "StartError", "SigningKeyError"]);
export function failureInWords(error) {
    if (error instanceof Error && told.has(error.name))
        return error.message;
    return explainDatabaseFault(error) ?? unforeseen(error);
}
/** For a bug report: the message, and where it was thrown. */
function unforeseen(error) {
    if (!(error instanceof Error))
        return `unexpected error: ${String(error)}`;
    const [message] = (error.message || error.name).split("\n");
    const where = /^\s+at .*$/m.exec(error.stack ?? "")?.[0].trim();
    return `unexpected error: ${message}${where === undefined ? "" : ` (${where})`}`;
}
//# sourceMappingURL=failure.js.map
/** Shared by the delete commands: show what goes, ask, and report. */
import { readDependents } from "../admin/dependents.js";
import { mostCounted } from "../database/batches.sql.js";
import { agree } from "./confirm.js";
import { printJson } from "./output.js";
/** @throws {CommandError} if the answer is no, or without a terminal and without --yes */
export async function agreeToDelete(db, what, owner, yes) {
    if (yes)
        return;
    const { clients, ...counts } = await readDependents(db, owner);
    console.error(`Deleting ${what} also deletes:`);
    for (const [name, count] of Object.entries(counts)) {
        if (count > 0)
            console.error(`  ${name.replaceAll("_", " ")}: ${count}${count < mostCounted ? "" : " or more"}`);
    }
    if (Object.values(counts).every((count) => count === 0))
        console.error("  nothing else");
    if (clients.length > 0)
        console.error(`These clients lose access to it: ${clients.join(", ")}`);
    await agree(`Delete ${what}? This cannot be undone.`, yes);
}
export function printDeleted(what, shown, sessionsEnded, json) {
    if (json)
        return printJson({ ...shown, deleted: true, sessions_ended: sessionsEnded });
    console.log(`Deleted ${what}. Sessions ended: ${sessionsEnded}.`);
}
//# sourceMappingURL=deletion.js.map
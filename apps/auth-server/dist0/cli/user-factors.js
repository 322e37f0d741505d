import { removeFactors } from "../factors/factor-acts.js";
import { readFactors } from "../factors/representation.js";
import { CommandError } from "./command-error.js";
import { agree } from "./confirm.js";
import { findUserBy } from "./find-user.js";
import { operatorAct } from "./operator.js";
import { printJson, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";
const who = ["<user>", "email address or id"];
export function addFactorCommands(user) {
    user
        .command("factors")
        .description("list a user's second factors")
        .argument(...who)
        .option("--json", "print one JSON object")
        .action(list);
    user
        .command("factor")
        .description("manage a user's second factors")
        .command("remove")
        .description("remove second factors that a user has lost; with the last, the recovery codes")
        .argument(...who)
        .option("--totp", "the authenticator app")
        .option("--passkey <id>", "this passkey")
        .option("--all", "all of them")
        .option("--yes", "do not ask")
        .option("--json", "print one JSON object")
        .action(remove);
}
async function list(named, { json }) {
    const { factors, recovery_codes } = await withDatabase(async (db) => readFactors(db, (await findUserBy(db, named)).id));
    if (json)
        return printJson({ factors, recovery_codes });
    printTable(factors, "The user has no second factor: a password alone signs in.");
    if (factors.length > 0)
        console.log(`Unused recovery codes: ${recovery_codes}.`);
}
async function remove(named, options) {
    const which = whichOf(options);
    await agree(`This removes second factors of ${named}. Are you sure that they ask for it?`, options.yes);
    const removed = await withDatabase(async (db) => removeFactors(db, (await findUserBy(db, named)).id, which, operatorAct().by));
    if (options.json)
        printJson({ removed });
    if (removed === 0)
        throw new CommandError(`${named} has no such second factor; see: regrant user factors ${named}`);
    if (options.json)
        return;
    console.log(`Removed second factors: ${removed}. What they had opened stays open; to end it:`);
    console.log(`regrant session revoke --user ${named}`);
}
/** @throws {CommandError} unless it is exactly one of them */
function whichOf({ totp, passkey, all }) {
    const said = [
        ...(totp ? [{ totp }] : []),
        ...(passkey === undefined ? [] : [{ passkey: checkId(passkey) }]),
        ...(all ? ["all"] : []),
    ];
    const [one] = said;
    if (one !== undefined && said.length === 1)
        return one;
    throw new CommandError("give exactly one of: --totp, --passkey <id>, --all", { exitCode: 2 });
}
function checkId(id) {
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
        return id;
    throw new CommandError(`"${id}" is not a passkey's id; see: regrant user factors <user>`, { exitCode: 2 });
}
//# sourceMappingURL=user-factors.js.map
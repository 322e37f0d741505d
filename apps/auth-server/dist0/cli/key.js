/** regrant key: manages the keys that sign access tokens. */
import { Command } from "commander";
import { maxAccessTokenSeconds } from "../bounds.js";
import { readKeySettings } from "../config.js";
import { checkActiveOpens, stageNextKey } from "../keys/by-hand.js";
import { keyPolicy, upcomingKeySteps } from "../keys/life-cycle.js";
import { listSigningKeys } from "../keys/signing-keys.sql.js";
import { deriveSecrets } from "../secrets.js";
import { CommandError } from "./command-error.js";
import { operatorActor } from "./operator.js";
import { printFields, printJson, printTable } from "./output.js";
import { revokeLeakedKeys } from "./revoke-keys.js";
import { withDatabase } from "./with-database.js";
export function keyCommand() {
    const command = new Command("key").description("manage the keys that sign access tokens");
    command
        .command("list")
        .description("list the signing keys and the next step of each")
        .option("--json", "print one JSON object")
        .action(listKeys);
    command
        .command("rotate")
        .description("stage the next signing key now; it becomes active once every verifier has had time to fetch it")
        .option("--emergency", "the active key has leaked: revoke it and sign with a new key at once")
        .option("--all", "with --emergency: revoke the staged and retired keys as well")
        .option("--yes", "with --emergency: do not ask")
        .option("--json", "print one JSON object")
        .action(rotate);
    return command;
}
async function listKeys({ json }) {
    const { secrets, signingKeySeconds } = readKeySettings(process.env);
    const stored = await withDatabase(listSigningKeys);
    const steps = upcomingKeySteps(stored, keyPolicy(signingKeySeconds, maxAccessTokenSeconds));
    const keys = stored.map((key) => ({
        kid: key.kid,
        state: key.state,
        since: sinceOf(key).toISOString(),
        ...nextOf(key, steps),
        secret: key.secretName,
        in_secrets: secrets.some(({ name }) => name === key.secretName),
    }));
    if (json)
        return printJson({ keys });
    printTable(keys, "There is no signing key. To create the first: regrant migrate");
}
const sinceOf = ({ stagedAt, activatedAt, retiredAt }) => retiredAt ?? activatedAt ?? stagedAt;
/** A key's next step; for the active key, its successor's. */
function nextOf(key, [next, ...removals]) {
    const at = ({ dueAt }) => new Date(Math.max(dueAt, sinceOf(key).getTime())).toISOString();
    switch (key.state) {
        case "staged":
            return { next_step: "activate", due: at(next) };
        case "active":
            return { next_step: next.step === "stage" ? "stage a successor" : "retire", due: at(next) };
        case "retired": {
            const removal = removals.find((step) => step.step === "remove" && step.kid === key.kid);
            return { next_step: "remove", due: at(removal ?? next) };
        }
    }
}
async function rotate(options) {
    const { emergency, all, yes, json } = options;
    if (!emergency && (all || yes)) {
        throw new CommandError("--all and --yes require --emergency", { exitCode: 2 });
    }
    const settings = readKeySettings(process.env);
    const secrets = deriveSecrets(settings.secrets);
    await withDatabase(async (db) => {
        if (emergency)
            return revokeLeakedKeys(db, secrets, settings.accessTokenSeconds, options);
        checkActiveOpens(secrets, await listSigningKeys(db));
        const made = await stageNextKey(db, secrets, new Date(), { actor: operatorActor() });
        const stored = await listSigningKeys(db);
        const staged = stored.find(({ state }) => state === "staged");
        if (staged === undefined)
            throw new CommandError("the keys changed in the meantime; see: regrant key list");
        const [step] = upcomingKeySteps(stored, keyPolicy(settings.signingKeySeconds, maxAccessTokenSeconds));
        const { due } = nextOf(staged, [step]);
        if (json)
            return printJson({ kid: staged.kid, staged: made !== null, signs_from: due });
        console.log(made === null ? "The next signing key is already staged." : "Staged the next signing key.");
        printFields({ kid: staged.kid, "signs from": due });
        console.log("Running servers activate it at that time. The previous key stays published until its tokens expire.");
    });
}
//# sourceMappingURL=key.js.map
/** regrant key: manages the keys that sign tokens. */
import { type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";
import { Command, Option } from "commander";
import { maxAccessTokenSeconds } from "../bounds.js";
import { findAlgorithmsInUse } from "../clients/algorithms-in-use.sql.js";
import { readKeySettings } from "../config.js";
import type { Pool } from "../database/database.js";
import { checkActiveOpens, stageNextKey } from "../keys/by-hand.js";
import {
  defaultAlgorithm,
  type KeyState,
  type KeyStep,
  keyPolicy,
  upcomingKeySteps,
} from "../keys/life-cycle.js";
import { listSigningKeys } from "../keys/signing-keys.sql.js";
import { deriveSecrets } from "../secrets.js";
import { CommandError } from "./command-error.js";
import { operatorActor } from "./operator.js";
import { printFields, printJson, printTable } from "./output.js";
import { revokeLeakedKeys } from "./revoke-keys.js";
import { withDatabase } from "./with-database.js";

interface RotateOptions {
  alg?: SigningAlgorithm;
  emergency?: true;
  all?: true;
  yes?: true;
  json?: true;
}

export function keyCommand(): Command {
  const command = new Command("key");
  command
    .command("list")
    .description("list the signing keys and the next step of each")
    .option("--json", "print one JSON object")
    .action(listKeys);
  command
    .command("rotate")
    .description(
      "stage the next key of each algorithm in use now; it becomes active once every verifier has had time to fetch it",
    )
    .addOption(new Option("--alg <alg>", "only keys of this algorithm").choices(signingAlgorithms))
    .option("--emergency", "the active keys have leaked: revoke them and sign with new keys at once")
    .option("--all", "with --emergency: revoke the staged and retired keys as well")
    .option("--yes", "with --emergency: do not ask")
    .option("--json", "print one JSON object")
    .action(rotate);
  return command;
}

async function listKeys({ json }: { json?: true }): Promise<void> {
  const { secrets, signingKeySeconds } = readKeySettings(process.env);
  const { stored, inUse } = await withDatabase(readKeys);
  const steps = upcomingKeySteps(stored, keyPolicy(signingKeySeconds, maxAccessTokenSeconds), inUse);
  const keys = stored.map((key) => ({
    kid: key.kid,
    alg: key.alg,
    state: key.state,
    since: sinceOf(key).toISOString(),
    ...nextOf(key, steps),
    secret: key.secretName,
    in_secrets: secrets.some(({ name }) => name === key.secretName),
  }));
  if (json) return printJson({ keys });
  printTable(keys, "There is no signing key. To create the first: regrant migrate");
}

async function readKeys(db: Pool) {
  const [stored, inUse] = await Promise.all([listSigningKeys(db), findAlgorithmsInUse(db)]);
  return { stored, inUse };
}

const sinceOf = ({ stagedAt, activatedAt, retiredAt }: KeyState): Date =>
  retiredAt ?? activatedAt ?? stagedAt;

const stepsInWords = {
  stage: "stage a successor",
  activate: "activate",
  retire: "retire",
  remove: "remove",
} as const;

/** A key's next step; for the active key, its successor's. */
function nextOf(key: KeyState, steps: readonly KeyStep[]) {
  const next =
    key.state === "active"
      ? steps.find(({ alg, step }) => alg === key.alg && step !== "remove")
      : steps.find((step) => "kid" in step && step.kid === key.kid);
  if (next === undefined) return { next_step: null, due: null };
  const isReplaced = key.state === "active" && next.step === "activate";
  return {
    next_step: isReplaced ? stepsInWords.retire : stepsInWords[next.step],
    due: new Date(Math.max(next.dueAt, sinceOf(key).getTime())).toISOString(),
  };
}

async function rotate(options: RotateOptions): Promise<void> {
  const { alg, emergency, all, yes, json } = options;
  if (!emergency && (all || yes)) {
    throw new CommandError("--all and --yes require --emergency", { exitCode: 2 });
  }
  const settings = readKeySettings(process.env);
  const secrets = deriveSecrets(settings.secrets);
  await withDatabase(async (db) => {
    if (emergency) return revokeLeakedKeys(db, secrets, settings.accessTokenSeconds, options);
    const before = await readKeys(db);
    checkActiveOpens(secrets, before.stored);
    const algs = alg === undefined ? new Set([defaultAlgorithm, ...before.inUse]) : [alg];
    const made = new Set<string>();
    for (const each of algs) {
      const key = await stageNextKey(db, secrets, each, before.inUse, new Date(), { actor: operatorActor() });
      if (key !== null) made.add(key.kid);
    }
    const { stored, inUse } = await readKeys(db);
    const steps = upcomingKeySteps(
      stored,
      keyPolicy(settings.signingKeySeconds, maxAccessTokenSeconds),
      inUse,
    );
    const keys = [...algs].map((each) => {
      const staged = stored.find((key) => key.alg === each && key.state === "staged");
      if (staged === undefined)
        throw new CommandError("the keys changed in the meantime; see: regrant key list");
      const { due } = nextOf(staged, steps);
      return { alg: each, kid: staged.kid, staged: made.has(staged.kid), signs_from: due };
    });
    if (json) return printJson({ keys });
    for (const { alg: each, kid, staged, signs_from } of keys) {
      console.log(staged ? `Staged the next ${each} key.` : `The next ${each} key is already staged.`);
      printFields({ kid, "signs from": signs_from ?? "–" });
    }
    console.log(
      "Running servers activate it at that time. The previous key stays published until its tokens expire.",
    );
  });
}

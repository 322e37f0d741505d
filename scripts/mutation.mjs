/**
 * Breaks the code on purpose and counts which tests notice (docs/testing.md): the verifier, and what the authorization
 * server decides without a database. `npm run mutation [verifier|auth-server]`.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { announce, pnpm, repository } from "./prepare.mjs";

const folders = { verifier: "packages/verifier", "auth-server": "apps/auth-server" };

/** Runs both, also after one falls short. Returns the exit code: 0 where each reaches the threshold. */
export function runMutations(names) {
  const unknown = names.find((name) => !Object.hasOwn(folders, name));
  if (unknown !== undefined) {
    console.error(`usage: npm run mutation [${Object.keys(folders).join(" | ")}], not ${unknown}`);
    return 2;
  }
  const results = (names.length > 0 ? names : Object.keys(folders)).map(runMutation);
  return results.every(Boolean) ? 0 : 1;
}

function runMutation(name) {
  announce(`mutants of ${name}`);
  const report = join(repository, folders[name], "reports/mutation/mutation.json");
  rmSync(report, { force: true });
  const isGood = pnpm(["--dir", join(repository, folders[name]), "exec", "stryker", "run"]);
  if (!existsSync(report)) return false;
  printScores(folders[name], JSON.parse(readFileSync(report, "utf8")));
  return isGood;
}

/** By folder: of all mutants, how many some test has noticed. Ignored ones do not count. */
function printScores(folder, report) {
  const scores = new Map();
  for (const [file, { mutants }] of Object.entries(report.files)) {
    const score = scores.get(dirname(file)) ?? { killed: 0, all: 0 };
    for (const { status } of mutants) {
      if (["Killed", "Timeout"].includes(status)) score.killed += 1;
      if (["Killed", "Timeout", "Survived", "NoCoverage"].includes(status)) score.all += 1;
    }
    scores.set(dirname(file), score);
  }
  console.log();
  for (const [name, { killed, all }] of scores) {
    const percent = `${((100 * killed) / all).toFixed(1)} %`;
    console.log(`  ${`${folder}/${name}`.padEnd(42)}${percent.padStart(8)}  ${killed} of ${all}`);
  }
  console.log(`\n  Each mutant: ${folder}/reports/mutation/mutation.html`);
}

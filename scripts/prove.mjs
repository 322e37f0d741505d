/**
 * `npm run prove`: what `npm test` checks, then the long forms of its random tests, which look much further. Mutation
 * testing speaks of the tests and not of the product: `npm run mutation`.
 */
import { checks, runChecks } from "./checks.mjs";
import { pnpm, turbo } from "./prepare.mjs";

const modelRuns = "5000";
const raceRounds = "10000";
const fuzzRequests = "100000";

/** @returns whether all is good; a failure does not hide the next */
export function prove() {
  const fuzzSeed = process.env.FUZZ_SEED ?? newSeed();
  const faultsSeed = process.env.FAULTS_SEED ?? newSeed();
  console.log(`\n  FUZZ_SEED=${fuzzSeed} FAULTS_SEED=${faultsSeed}: the same ones find the same again`);
  return runChecks([
    ...checks,
    {
      name: "faults: kills, restarts, overload",
      run: () => turbo(["test:faults", "--log-prefix=none"], { FAULTS_SEED: faultsSeed }),
    },
    {
      // Two files, and so two processes: each uses one core.
      name: `model: ${modelRuns} runs; races: ${raceRounds} rounds`,
      run: () =>
        test("@regrant/auth-server", ["test/sessions/session-model.test.ts", "test/sessions/races.test.ts"], {
          MODEL_RUNS: modelRuns,
          RACE_ROUNDS: raceRounds,
        }),
    },
    {
      name: "a thief in the model, one move further",
      run: () => test("@regrant/auth-server", ["test/sessions/thief-model.test.ts"], { MODEL_DEPTH: "1" }),
    },
    {
      name: `races of processes, ${raceRounds} rounds`,
      run: () => test("@regrant/e2e", ["test/races.test.ts"], { RACE_ROUNDS: raceRounds }),
    },
    {
      name: `fuzz, ${fuzzRequests} requests`,
      run: () =>
        test("@regrant/e2e", ["test/garbage.test.ts"], { FUZZ_REQUESTS: fuzzRequests, FUZZ_SEED: fuzzSeed }),
    },
  ]);
}

/** These test files alone. What they need was built by the checks. */
const test = (name, files, env) => pnpm(["--filter", name, "exec", "vitest", "run", ...files], env);

const newSeed = () => String(Math.floor(Math.random() * 1_000_000));

/** Everything that has to be true before a change is good: the build, types, lint, every test. */
import { checkConformance, forgetResults } from "./conformance-run.mjs";
import { announce, turbo } from "./prepare.mjs";
import { testOptions } from "./test-options.mjs";

/** Takes all cores, and some of its tests measure how soon an answer comes: after all others. */
const last = "@regrant/e2e";

/** `--continue`: one failure does not hide the next. */
const test = (...args) => turbo(["test", "--continue", "--log-prefix=none", ...args, ...testOptions]);

export const checks = [
  {
    name: "build, types, lint",
    run: () => turbo(["build", "typecheck", "lint", "--continue", "--output-logs=errors-only"]),
  },
  {
    name: "tests",
    run: () => {
      forgetResults();
      // The small ones wait for much of their time: auth-server's are beside them.
      const others = test("--concurrency=2", `--filter=!${last}`);
      return test(`--filter=${last}`) && others;
    },
  },
  { name: "conformance", run: checkConformance },
];

/** Runs them all, also after one fails, and returns whether all are good. */
export function runChecks(list = checks) {
  const results = list.map(({ name, run }, index) => {
    announce(list === checks ? name : `${index + 1} of ${list.length}: ${name}`);
    const since = performance.now();
    const isGood = run();
    return { name, isGood, seconds: (performance.now() - since) / 1_000 };
  });
  console.log();
  for (const { name, isGood, seconds } of results) {
    console.log(`  ${isGood ? "✓" : "✗"} ${name.padEnd(42)}${seconds.toFixed(1).padStart(6)} s`);
  }
  console.log();
  return results.every(({ isGood }) => isGood);
}

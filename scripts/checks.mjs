/** Everything that has to be true before a change is good: the build, types, lint, dead code, every test. */
import { announce, pnpm, turbo } from "./prepare.mjs";

/** In this order, because a broken build makes every later failure noise. Tests of one package at a time: they
 * measure time limits, and each already uses all cores. */
const checks = [
  { name: "build and types", run: () => turbo(["build", "typecheck", "--output-logs=errors-only"]) },
  { name: "lint (Biome)", run: () => pnpm(["exec", "biome", "check", "--error-on-warnings", "."]) },
  { name: "dead code (knip)", run: () => pnpm(["exec", "knip"]) },
  {
    name: "tests",
    run: () => turbo(["test", "--concurrency=1", "--continue", "--output-logs=full", "--ui=stream"]),
  },
];

/** Runs all checks, also after one fails, and returns whether all are good. */
export function runChecks() {
  const results = checks.map(({ name, run }) => {
    announce(name);
    const since = performance.now();
    const isGood = run();
    return { name, isGood, seconds: (performance.now() - since) / 1_000 };
  });
  console.log();
  for (const { name, isGood, seconds } of results) {
    console.log(`  ${isGood ? "✓" : "✗"} ${name.padEnd(20)} ${seconds.toFixed(1).padStart(6)} s`);
  }
  console.log();
  return results.every(({ isGood }) => isGood);
}

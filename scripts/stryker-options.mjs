/** What both packages' mutation tests have in common (docs/testing.md). Stryker breaks the code in each place, one at a time. */
export const options = {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "vitest.mutation.config.ts" },
  coverageAnalysis: "perTest",
  concurrency: 2,
  // The copy that is broken lies inside the package, whose tsconfig.json then holds for it as well. Stryker would
  // rewrite a copied one, for which it needs what TypeScript 7 no longer has.
  tempDirName: "reports/sandbox",
  cleanTempDir: "always",
  ignorePatterns: ["dist", "tsconfig*.json"],
  tsconfigFile: "none",
  // What has not changed since the last run is not run again.
  incremental: true,
  incrementalFile: "reports/mutation/incremental.json",
  reporters: ["progress", "json", "html"],
  jsonReporter: { fileName: "reports/mutation/mutation.json" },
  htmlReporter: { fileName: "reports/mutation/mutation.html" },
  thresholds: { high: 95, low: 85, break: 85 },
};

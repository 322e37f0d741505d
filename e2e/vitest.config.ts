import { defineConfig } from "vitest/config";

/** They assert how fast responses are, or depend on something being done within a second. */
const timed = ["test/outage.test.ts", "test/refresh-race.test.ts", "test/revocation.test.ts"];

/**
 * Each file starts both servers and a PostgreSQL, and waits for half of its time: three at a time fill two cores. Timed ones run
 * afterwards, alone.
 */
export default defineConfig({
  test: {
    pool: "forks",
    // Loading the libraries takes as long as many files.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "together",
          include: ["test/**/*.test.ts"],
          exclude: timed,
          globalSetup: ["support/chromium-notice.ts", "support/foreign-programs-notice.ts"],
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: "alone", include: timed, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});

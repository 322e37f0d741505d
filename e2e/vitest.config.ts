import { defineConfig } from "vitest/config";

/** These assert how soon an answer comes, or hang on what is done within a second. */
const timed = ["test/outage.test.ts", "test/refresh-race.test.ts"];

/**
 * Each file has both servers and a PostgreSQL to itself, so two at a time fill two cores; those that measure time come
 * afterwards, alone.
 */
export default defineConfig({
  test: {
    pool: "forks",
    // Loading the libraries takes as long as many a file.
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
          maxWorkers: 2,
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

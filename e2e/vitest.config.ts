import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** They assert how fast responses are, or depend on something being done within a second. */
const timed = ["test/outage.test.ts", "test/refresh-race.test.ts", "test/revocation.test.ts"];

/** More than a minute each: they come first, so that none of them is left over for one worker at the end. */
const longest = ["pages", "account", "surroundings", "process", "browser/refresh", "bff", "garbage", "nginx"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) =>
      longest.some((name) => moduleId.endsWith(`/${name}.test.ts`));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

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
    sequence: { sequencer: LongestFirst },
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

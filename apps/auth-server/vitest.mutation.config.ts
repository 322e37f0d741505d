import { defineConfig } from "vitest/config";

/** The tests that need no database, but for parsers.test.ts, whose random cases would make the score another each time. */
export default defineConfig({
  test: {
    include: ["test/pure/*.test.ts", "test/{decide-refresh,policies,refresh-token-codec}.test.ts"],
    // Each mutant has a thread of its own anyway; the test files may share it.
    isolate: false,
  },
});

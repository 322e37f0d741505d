import { defineConfig } from "vitest/config";

/** No database, and no random cases, which would make the score another each time. */
export default defineConfig({
  test: {
    include: ["test/**/*.pure.test.ts"],
    // Each mutant has a thread of its own anyway; the test files may share it.
    isolate: false,
  },
});

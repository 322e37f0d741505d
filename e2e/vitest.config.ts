import { defineConfig } from "vitest/config";

/** One file at a time: each has both servers and a PostgreSQL to itself, and some assert how soon they answer. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["support/chromium-notice.ts", "support/clients-notice.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

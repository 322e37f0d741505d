import { defineConfig } from "vitest/config";

/** Real servers and a real PostgreSQL start in these tests: the first start takes seconds on a small machine. */
export default defineConfig({
  test: { maxWorkers: 2, testTimeout: 60_000, hookTimeout: 60_000 },
});

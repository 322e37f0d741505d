import { defineConfig } from "vitest/config";

/** `npm run test:faults`: takes minutes. One file at a time, because some assert how fast responses are. */
export default defineConfig({
  test: {
    include: ["faults/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});

import { defineConfig } from "vitest/config";

/** `npm run test:faults`: what takes minutes. One file at a time: some assert how soon an answer comes. */
export default defineConfig({
  test: {
    include: ["faults/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});

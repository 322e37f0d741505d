import { defineConfig } from "vitest/config";

/**
 * `npm run test:browsers`: needs Firefox and WebKitGTK, so it is not part of `npm test`. The tests build on each
 * other.
 */
export default defineConfig({
  test: {
    include: ["browsers/**/*.test.ts"],
    fileParallelism: false,
    bail: 1,
    reporters: ["verbose"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

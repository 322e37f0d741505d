import { defineConfig } from "vitest/config";

/** `npm run test:browsers`: needs Firefox and WebKitGTK, so that `npm test` leaves it out. Each test builds on the one before. */
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

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global-setup.ts",
    setupFiles: "test/support/setup-file.ts",
    pool: "forks",
    // Loading the server costs more than most files run for; each has a database and servers of its own.
    isolate: false,
    // They wait for half of their time: three fill two cores.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});

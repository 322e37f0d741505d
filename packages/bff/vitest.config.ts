import { defineConfig } from "vitest/config";

/** Some tests wait for real timeouts. */
export default defineConfig({ test: { include: ["test/**/*.test.ts"], testTimeout: 20_000 } });

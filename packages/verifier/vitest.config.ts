import { defineConfig } from "vitest/config";

/** Excludes what an interrupted mutation test leaves in reports/. Processes start slowly on a busy machine. */
export default defineConfig({
  test: { include: ["test/**/*.test.ts"], testTimeout: 30_000, hookTimeout: 30_000 },
});

import { defineConfig } from "vitest/config";

/** Excludes what an interrupted mutation test leaves in reports/. */
export default defineConfig({ test: { include: ["test/**/*.test.ts"] } });

import { defineConfig } from "vitest/config";

/** Not what mutation testing leaves in reports/ where it is interrupted. */
export default defineConfig({ test: { include: ["test/**/*.test.ts"] } });

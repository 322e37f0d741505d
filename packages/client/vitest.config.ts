import { defineConfig } from "vitest/config";

/** Some tests wait for a real `Retry-After`. */
export default defineConfig({ test: { testTimeout: 20_000 } });

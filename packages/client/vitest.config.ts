import { defineConfig } from "vitest/config";

/** Some tests wait for what a server's `Retry-After` asks for: real seconds. */
export default defineConfig({ test: { testTimeout: 20_000 } });

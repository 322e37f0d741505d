import { options } from "../../scripts/stryker-options.mjs";

export default {
  ...options,
  // Leaves out code with sockets, files and timers: its tests wait real seconds for each mutant.
  mutate: ["src/!(express|fastify|fetch|jwks-fetch|jwks-file|key-store).ts"],
  // Leaves out code that runs once at load: every test would have to run for each such mutant.
  ignoreStatic: true,
};

import { options } from "../../scripts/stryker-options.mjs";

export default {
  ...options,
  // Without what lives by sockets, files and timers: its tests wait for real time, seconds for each mutant.
  mutate: ["src/!(express|fastify|fetch|jwks-fetch|jwks-file|key-store).ts"],
  // Without what runs once when a module is loaded: every test has to look at each such mutant.
  ignoreStatic: true,
};

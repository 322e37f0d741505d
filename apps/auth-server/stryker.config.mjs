import { options } from "../../scripts/stryker-options.mjs";

/** What needs no database: the rest of these folders is for the tests on PostgreSQL. */
export default {
  ...options,
  mutate: [
    "src/protocol/*.ts",
    "src/sessions/!(contested-refresh|rotation-queue|*.sql).ts",
    "src/tokens/!(introspection).ts",
  ],
};

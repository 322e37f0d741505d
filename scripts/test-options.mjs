/**
 * In CI one test that a busy machine failed would cost the whole run: there each test may run twice, and whatever
 * needed that is named. Races and models are exempt (`retry: 0`): a single failure proves the fault.
 */
import { fileURLToPath } from "node:url";

/** What follows turbo's own arguments. */
export const testOptions =
  process.env.CI === undefined
    ? []
    : ["--", "--retry=1", `--reporter=${fileURLToPath(new URL("second-try-reporter.mjs", import.meta.url))}`];

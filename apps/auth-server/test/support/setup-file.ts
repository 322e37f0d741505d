/** Runs once per test file, in a process shared by many files. */
import { afterAll } from "vitest";
import { runCleanUp } from "./clean-up.js";
import { forgetSharedDatabase } from "./server.js";

afterAll(() => {
  forgetSharedDatabase();
  return runCleanUp();
});

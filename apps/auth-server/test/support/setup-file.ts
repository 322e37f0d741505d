/** Runs once for each test file, in a process that many of them share. */
import { afterAll } from "vitest";
import { runCleanUp } from "./clean-up.js";
import { forgetSharedDatabase } from "./server.js";

afterAll(() => {
  forgetSharedDatabase();
  return runCleanUp();
});

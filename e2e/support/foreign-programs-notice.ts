/**
 * Builds the clients in other languages before the tests, and reports at the start and end of a run which are
 * skipped, and why.
 */
import type { TestProject } from "vitest/node";
import { buildPrograms, type Programs } from "./foreign-programs.js";

declare module "vitest" {
  export interface ProvidedContext {
    programs: Programs;
  }
}

export default async function setup(project: TestProject): Promise<(() => void) | undefined> {
  const programs = await buildPrograms((text) => console.warn(`  ${text}`));
  project.provide("programs", programs);
  const missing = Object.entries(programs).flatMap(([name, program]) =>
    "missing" in program ? [`\n    ${name}: ${program.missing}`] : [],
  );
  if (missing.length === 0) return undefined;
  const say = () => console.warn(`\n  The tests of these clients are skipped:${missing.join("")}\n`);
  say();
  return say;
}

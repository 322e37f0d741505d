/** Closes what a test file opened, in reverse order. */

const steps: (() => Promise<void>)[] = [];

/** Run this step when the file is done. */
export const cleanUp = (step: () => Promise<void>): void => void steps.push(step);

/** Runs every step even if one fails: what a file leaves open would break the next one. */
export async function runCleanUp(): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps.splice(0).reverse()) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

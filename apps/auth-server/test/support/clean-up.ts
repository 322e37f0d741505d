/** What a test file opened is closed when it is done, the last first. */

const steps: (() => Promise<void>)[] = [];

/** Do this when the file is done. */
export const cleanUp = (step: () => Promise<void>): void => void steps.push(step);

/** All of it, also after a step fails: what one file leaves open would be the next one's failure. */
export async function runCleanUp(): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps.splice(0).reverse()) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

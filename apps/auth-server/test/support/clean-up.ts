/** What a test file opened is closed when it is done, the last first. */

const steps: (() => Promise<void>)[] = [];

/** Do this when the file is done. */
export const cleanUp = (step: () => Promise<void>): void => void steps.push(step);

export async function runCleanUp(): Promise<void> {
  const failures: unknown[] = [];
  // All of them, whatever one says: the next file's tests run in this process.
  for (const step of steps.splice(0).reverse()) await step().catch((error) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

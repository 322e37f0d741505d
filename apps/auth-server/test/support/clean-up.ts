/** What a test file opened is closed when it is done, the last first. */

const steps: (() => Promise<void>)[] = [];

/** Do this when the file is done. */
export const cleanUp = (step: () => Promise<void>): void => void steps.push(step);

export async function runCleanUp(): Promise<void> {
  for (const step of steps.splice(0).reverse()) await step();
}

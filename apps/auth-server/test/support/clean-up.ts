/** What a test file opened is closed when it is done, the last first. */
import { afterAll } from "vitest";

const steps: (() => Promise<void>)[] = [];

/** Do this when the file is done. */
export const cleanUp = (step: () => Promise<void>): void => void steps.push(step);

afterAll(async () => {
  for (const step of steps.reverse()) await step();
});

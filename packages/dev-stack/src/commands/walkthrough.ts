/** `npm run walkthrough`: walks the loop once more, on the stack that runs. */
import { findRunningStack } from "../running-stack.js";
import { openTerminal } from "../terminal.js";
import { printClosing } from "../walkthrough/closing.js";
import { walkTheLoop } from "../walkthrough/walk.js";

/** Returns the exit code: 1 if no stack runs, or a step is not as it has to be. */
export async function walkthrough(): Promise<number> {
  const terminal = openTerminal();
  const running = findRunningStack();
  if (!running) {
    terminal.line(
      "No stack runs in this folder. Start one with `npm start`, then try again in another terminal.",
    );
    return 1;
  }
  try {
    await walkTheLoop(running, terminal);
    printClosing(running, terminal);
    return 0;
  } catch (error) {
    terminal.line(terminal.colours.red(`  ${error instanceof Error ? error.message : String(error)}`));
    return 1;
  }
}

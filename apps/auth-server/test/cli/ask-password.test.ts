import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { askPassword } from "../../src/cli/ask-password.js";
import { CommandError } from "../../src/cli/command-error.js";

/** A terminal at which these lines are typed, each once the one before was read. */
function terminalWith(...lines: string[]): PassThrough & { isTTY: boolean } {
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  const type = () => {
    const line = lines.shift();
    if (line !== undefined) terminal.write(`${line}\n`);
  };
  // Each question resumes the input, which the answer to the one before has paused.
  terminal.on("resume", () => setImmediate(type));
  return terminal;
}

describe("A password at a terminal", () => {
  it("is asked for twice", async () => {
    expect(await askPassword(terminalWith("correct horse", "correct horse"))).toBe("correct horse");
  });

  it("is refused in one sentence where the two differ", async () => {
    const asked = askPassword(terminalWith("correct horse", "correct hose"));
    await expect(asked).rejects.toThrow(new CommandError("the passwords do not match; nothing was changed"));
  });

  it("is not asked for without a terminal", async () => {
    await expect(askPassword(new PassThrough())).rejects.toThrow(/--password-stdin/);
  });
});

/** How the dev stack writes to a terminal, or to a file or pipe in its place: then without colours and rewriting. */
import type { WriteStream } from "node:tty";
import pc from "picocolors";

type Colours = ReturnType<typeof pc.createColors>;

export interface Terminal {
  readonly colours: Colours;
  /** Whether lines can be rewritten: a countdown, a step under way. */
  readonly isInteractive: boolean;
  line(text?: string): void;
  /** Shows text that the next `line` or `passing` replaces; nothing where lines cannot be rewritten. */
  passing(text: string): void;
}

/** @see https://no-color.org */
export function openTerminal(stream: WriteStream | NodeJS.WriteStream = process.stdout): Terminal {
  // A closed terminal or pipe is no reason to die: what was started still has to be stopped.
  stream.on("error", () => undefined);
  const isInteractive = stream.isTTY === true && process.env.TERM !== "dumb";
  const colours = pc.createColors(isInteractive && !process.env.NO_COLOR);
  const clear = isInteractive ? "\r\x1b[K" : "";
  return {
    colours,
    isInteractive,
    line: (text = "") => void stream.write(`${clear}${text}\n`),
    passing: (text) => {
      if (isInteractive) stream.write(`${clear}${text}`);
    },
  };
}

export function formatDuration(milliseconds: number): string {
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}

/** Prints one line for each step when it ends, with how long it took; `next` ends the step before. */
export function printSteps(terminal: Terminal) {
  const { colours } = terminal;
  let current: { name: string; since: number } | null = null;
  const end = () => {
    if (!current) return;
    const duration = formatDuration(performance.now() - current.since);
    terminal.line(`  ${colours.green("✓")} ${current.name.padEnd(42)}${colours.dim(duration.padStart(8))}`);
    current = null;
  };
  return {
    next(name: string) {
      end();
      current = { name, since: performance.now() };
      terminal.passing(`  ${colours.dim("·")} ${name} …`);
    },
    end,
  };
}

/** Ctrl-C, SIGTERM and SIGHUP: the first asks for an orderly end, a second one ends at once. */
import { dataFolder } from "../paths.js";
import { findPostmaster } from "../postgres/cluster-processes.js";
import { signal } from "../processes.js";
import { stackFiles } from "../running-stack.js";
import { findRecordedServers } from "../server-records.js";
import type { Terminal } from "../terminal.js";

/** npm passes Ctrl-C on to a process that the terminal has told already: so near together, two are one. */
const SAME_SIGNAL_MS = 500;

const EXIT_CODE_INTERRUPTED = 130;

/** Listens from now on; `aborted` is aborted at the first signal. */
export function stopOnSignals(terminal: Terminal): { readonly aborted: AbortSignal } {
  const controller = new AbortController();
  let firstAt = 0;
  const onSignal = () => {
    if (firstAt === 0) {
      firstAt = Date.now();
      terminal.line();
      terminal.line("  Stopping … (Ctrl-C again: at once)");
      controller.abort(new Error("stopped"));
    } else if (Date.now() - firstAt > SAME_SIGNAL_MS) {
      endAtOnce();
    }
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  return { aborted: controller.signal };
}

/** PostgreSQL's immediate shutdown loses nothing that was committed; the next start recovers. */
function endAtOnce(): never {
  for (const { pid } of findRecordedServers(dataFolder)) signal(pid, "SIGKILL");
  const postmaster = findPostmaster(stackFiles.postgres);
  if (postmaster !== null) signal(postmaster, "SIGQUIT");
  process.exit(EXIT_CODE_INTERRUPTED);
}

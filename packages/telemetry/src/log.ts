/** Where a server's log goes: blocks of lines, off the event loop, and never a reason to stop serving. */
import fs from "node:fs";
import { type DestinationStream, pino } from "pino";

/** What waits while a disk is full; lines beyond that are lost. */
const keptBytes = 1_048_576;

/**
 * A write for each line costs as much as answering; lines wait for a block of them, or this long.
 *
 * Whoever reads the log may be gone (EPIPE), or its disk full (ENOSPC). Lines are lost then, which is said once on stderr,
 * and the server goes on.
 */
export function openLog(flushEveryMs: number): DestinationStream {
  const log = pino.destination({
    sync: false,
    minLength: 4_096,
    periodicFlush: flushEveryMs,
    maxLength: keptBytes,
  });
  let isLossTold = false;
  const lose = (error: unknown) => {
    if (!isLossTold) console.error(`cannot write the log, lines are lost: ${error}`);
    isLossTold = true;
  };
  log.on("error", lose);
  const flushSync = log.flushSync.bind(log);
  log.flushSync = () => losingWhatCannotBeWritten(flushSync, lose);
  return log;
}

/**
 * What is left at the end is written by pino's destination again and again until that succeeds, whatever the error is
 * (sonic-boom 4): a process whose log nobody reads any more would never end.
 */
function losingWhatCannotBeWritten(flush: () => void, lose: (error: unknown) => void): void {
  const { writeSync } = fs;
  const writeOrLose = (fd: number, text: string): number => {
    try {
      return writeSync(fd, text);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") throw error;
      lose(error);
      return Buffer.byteLength(text);
    }
  };
  fs.writeSync = writeOrLose as typeof writeSync;
  try {
    flush();
  } finally {
    fs.writeSync = writeSync;
  }
}

/** The server's log output: written in blocks, off the event loop, and never a reason to stop serving. */
import fs from "node:fs";
import { pino } from "pino";
/** How much is kept while the disk is full; later lines are lost. */
const keptBytes = 1_048_576;
/**
 * Writing every line costs as much as answering a request, so lines are collected into blocks, for at most this long.
 *
 * The log's reader may be gone (EPIPE) or its disk full (ENOSPC). Lines are then lost, stderr says so once, and the
 * server goes on.
 */
export function openLog(flushEveryMs) {
    const log = pino.destination({
        sync: false,
        minLength: 4_096,
        periodicFlush: flushEveryMs,
        maxLength: keptBytes,
    });
    let isLossTold = false;
    const lose = (error) => {
        if (!isLossTold)
            console.error(`cannot write the log, lines are lost: ${error}`);
        isLossTold = true;
    };
    log.on("error", lose);
    const flushSync = log.flushSync.bind(log);
    log.flushSync = () => losingWhatCannotBeWritten(flushSync, lose);
    return log;
}
/**
 * At the end, pino's destination retries the remaining lines until it succeeds, whatever the error (sonic-boom 4), so
 * a process whose log nobody reads would never exit.
 */
function losingWhatCannotBeWritten(flush, lose) {
    const { writeSync } = fs;
    const writeOrLose = (fd, text) => {
        try {
            return writeSync(fd, text);
        }
        catch (error) {
            if (error.code === "EAGAIN")
                throw error;
            lose(error);
            return Buffer.byteLength(text);
        }
    };
    fs.writeSync = writeOrLose;
    try {
        flush();
    }
    finally {
        fs.writeSync = writeSync;
    }
}

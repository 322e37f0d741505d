import { type DestinationStream } from "pino";
/**
 * Writing every line costs as much as answering a request, so lines are collected into blocks, for at most this long.
 *
 * The log's reader may be gone (EPIPE) or its disk full (ENOSPC). Lines are then lost, stderr says so once, and the
 * server goes on.
 */
export declare function openLog(flushEveryMs: number): DestinationStream;

/** regrant purge: runs the server's scheduled purge once, now. */
import { Command } from "commander";
export declare function purgeCommand(): Command;

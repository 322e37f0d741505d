/** regrant serve: runs the server in this process. */
import { Command } from "commander";
export declare function serveCommand(): Command;

/** regrant session: lists and ends sessions. */
import { Command } from "commander";
export declare function sessionCommand(): Command;

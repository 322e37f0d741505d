/** regrant client: manages the applications that request tokens. */
import { Command } from "commander";
export declare function clientCommand(): Command;

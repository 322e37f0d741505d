/** regrant key: manages the keys that sign access tokens. */
import { Command } from "commander";
export declare function keyCommand(): Command;

/** regrant secret: the operator's `SECRETS`. */
import { Command } from "commander";
export declare function secretCommand(): Command;

/** regrant resource: manages the APIs that access tokens are for. */
import { Command } from "commander";
export declare function resourceCommand(): Command;

/** regrant user factors and regrant user factor: for whoever has lost theirs. */
import type { Command } from "commander";
export declare function addFactorCommands(user: Command): void;

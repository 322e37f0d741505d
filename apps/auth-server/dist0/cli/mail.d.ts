import { Command } from "commander";
export declare function mailCommand(): Command;

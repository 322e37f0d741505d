import { Command } from "commander";
export declare function userCommand(): Command;

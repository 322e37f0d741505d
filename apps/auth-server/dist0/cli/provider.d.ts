import { Command } from "commander";
export declare function providerCommand(): Command;

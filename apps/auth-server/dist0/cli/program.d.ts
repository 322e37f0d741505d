import { Command } from "commander";
/** @param asked the first argument; if it names no command, all are loaded */
export declare function createProgram(asked: string | undefined): Promise<Command>;

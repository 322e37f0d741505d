/** regrant migrate: updates the database schema and creates the first signing key. */
import { Command } from "commander";
export declare function migrateCommand(): Command;

/** Settings as command-line options. */
import { type Command } from "commander";
import type { Settings } from "../administration/settings.js";
/** Commander's result, by attribute name. */
export type Said = Readonly<Record<string, unknown>>;
/**
 * A list replaces the current one.
 *
 * @param how `change` adds `--no-…` for each flag
 */
export declare function withSettings(command: Command, settings: Settings, how: "create" | "change"): Command;
/** The options given, as members for the administration. */
export declare function membersSaid(settings: Settings, said: Said): Record<string, unknown>;
/** The flag of each member, such as `--redirect-uri`. */
export declare const flagsOf: (settings: Settings) => Record<string, string>;

/** Settings as command-line options. */
import { type Command, Option } from "commander";
import type { Setting, SettingOption, Settings } from "../administration/settings.js";
import { wholeNumber } from "./numbers.js";
import { collect } from "./output.js";

/** Commander's result, by attribute name. */
export type Said = Readonly<Record<string, unknown>>;

/**
 * A list replaces the current one.
 *
 * @param how `change` adds `--no-…` for each flag
 */
export function withSettings(command: Command, settings: Settings, how: "create" | "change"): Command {
  for (const [setting, option] of withOptions(settings)) {
    command.addOption(optionOf(setting.help, option));
    if (how === "change" && typeof setting.initial === "boolean")
      command.addOption(new Option(option.flags.replace("--", "--no-"), `off: ${setting.help}`));
  }
  return command;
}

function optionOf(help: string, { flags, isList, choices, range, nullWord }: SettingOption): Option {
  const option = new Option(flags, isList ? `${help} (repeatable)` : help);
  if (isList) return option.argParser(collect);
  if (choices !== undefined) return option.choices(nullWord ? [...choices, nullWord] : [...choices]);
  return range === undefined ? option : option.argParser(wholeNumber(...range, nullWord));
}

/** The options given, as members for the administration. */
export function membersSaid(settings: Settings, said: Said): Record<string, unknown> {
  const members = withOptions(settings).flatMap(([{ name, toWire }, option]) => {
    const value = said[new Option(option.flags).attributeName()];
    if (value === undefined) return [];
    if (value === option.nullWord) return [[name, null]];
    // A single empty value clears the list.
    return [[name, option.isList ? toWire([...new Set((value as string[]).filter(Boolean))]) : value]];
  });
  return Object.fromEntries(members);
}

/** The flag of each member, such as `--redirect-uri`. */
export const flagsOf = (settings: Settings): Record<string, string> =>
  Object.fromEntries(
    withOptions(settings).map(([{ name }, { flags }]) => [name, flags.split(" ")[0] ?? flags]),
  );

const withOptions = (settings: Settings) =>
  Object.values(settings).flatMap((setting): [Setting<unknown, unknown>, SettingOption][] =>
    setting.option === null ? [] : [[setting, setting.option]],
  );

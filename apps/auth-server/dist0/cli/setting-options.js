/** Settings as command-line options. */
import { Option } from "commander";
import { wholeNumber } from "./numbers.js";
import { collect } from "./output.js";
/**
 * A list replaces the current one.
 *
 * @param how `change` adds `--no-…` for each flag
 */
export function withSettings(command, settings, how) {
    for (const [setting, option] of withOptions(settings)) {
        command.addOption(optionOf(setting.help, option));
        if (how === "change" && typeof setting.initial === "boolean")
            command.addOption(new Option(option.flags.replace("--", "--no-"), `off: ${setting.help}`));
    }
    return command;
}
function optionOf(help, { flags, isList, choices, range, nullWord }) {
    const option = new Option(flags, isList ? `${help} (repeatable)` : help);
    if (isList)
        return option.argParser(collect);
    if (choices !== undefined)
        return option.choices(nullWord ? [...choices, nullWord] : [...choices]);
    return range === undefined ? option : option.argParser(wholeNumber(...range, nullWord));
}
/** The options given, as members for the administration. */
export function membersSaid(settings, said) {
    const members = withOptions(settings).flatMap(([{ name, toWire }, option]) => {
        const value = said[new Option(option.flags).attributeName()];
        if (value === undefined)
            return [];
        if (value === option.nullWord)
            return [[name, null]];
        // A single empty value clears the list.
        return [[name, option.isList ? toWire([...new Set(value.filter(Boolean))]) : value]];
    });
    return Object.fromEntries(members);
}
/** The flag of each member, such as `--redirect-uri`. */
export const flagsOf = (settings) => Object.fromEntries(withOptions(settings).map(([{ name }, { flags }]) => [name, flags.split(" ")[0] ?? flags]));
const withOptions = (settings) => Object.values(settings).flatMap((setting) => setting.option === null ? [] : [[setting, setting.option]]);
//# sourceMappingURL=setting-options.js.map
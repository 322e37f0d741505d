/** --claim name=value, as it is typed. */
import { shown } from "../http/shown-value.js";
import { claimsOf, valuesOf } from "../users/claim-changes.js";
import { faultOf } from "../users/claim-formats.js";
import { fields } from "../users/claims.js";
import { CommandError } from "./command-error.js";
const named = new Map(fields.map((field) => [field.name, field]));
/**
 * The claims as a change; without a value, one is removed.
 *
 * @throws {CommandError} if there is no such claim, or it cannot have the value
 */
export function claimsSaid(claims) {
    const values = new Map();
    for (const said of claims)
        for (const [field, value] of changesIn(said))
            values.set(field, value);
    return claimsOf(values);
}
function changesIn(said) {
    const [name = "", ...rest] = said.split("=");
    const typed = rest.join("=").trim();
    const field = named.get(name);
    if (field !== undefined && rest.length > 0)
        return [[field, read(field, typed)]];
    const members = fields.filter(({ claim, member }) => claim === name && member !== null);
    if (members.length > 0 && said === `${name}=`)
        return members.map((member) => [member, null]);
    const choice = members.length > 0 ? members.map((member) => member.name) : [...named.keys()];
    throw wrong(said, `must be <name>=<value>, with one of the names ${choice.join(", ")}`);
}
function read({ format, name }, typed) {
    if (typed === "")
        return null;
    const value = format.schema.type === "boolean" && ["true", "false"].includes(typed) ? typed === "true" : typed;
    const fault = faultOf(format, value);
    if (fault === null)
        return value;
    throw wrong(`${name}=${typed}`, fault);
}
const wrong = (said, fault) => new CommandError(`--claim ${shown(said)}: ${fault}`, { exitCode: 2 });
/** A line for each claim, under its name. */
export const claimLines = (claims) => Object.fromEntries([...valuesOf(claims)].map(([{ name }, value]) => [
    name,
    String(value).replaceAll("\n", ", "),
]));
export const claimHelp = `a standard claim, such as name="Ada Lovelace"; without a value, removes it (repeatable)`;
//# sourceMappingURL=claims.js.map
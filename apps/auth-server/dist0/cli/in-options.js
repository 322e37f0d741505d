import { InvalidInput, worded } from "../administration/faults.js";
import { clientSettings } from "../clients/settings.js";
import { resourceSettings } from "../resources/settings.js";
import { CommandError } from "./command-error.js";
import { flagsOf } from "./setting-options.js";
const options = {
    ...flagsOf(resourceSettings),
    ...flagsOf(clientSettings),
    claims: "--claim",
    client_id: "--id",
    "confidential: false": "--public",
    roles: "--role",
    scope_descriptions: "--scope",
};
const nameOption = (member) => options[member] ?? member;
/** Wrong options are wrong usage (exit code 2); anything else is a failure (1). */
export function inOptions(error) {
    const message = error instanceof InvalidInput ? error.faults.map(inWords).join("\nregrant: ") : error.message;
    return new CommandError(message, { exitCode: error.status === 400 ? 2 : 1, cause: error });
}
function inWords({ pointer, message }) {
    const [, member = ""] = pointer.split("/");
    const words = worded(message, nameOption);
    return member === "" ? words : `${nameOption(member)}: ${words}`;
}
//# sourceMappingURL=in-options.js.map
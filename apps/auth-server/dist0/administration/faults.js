/** Validation of administrative input, and refusals of acts. */
import { OAuthError } from "../shared/index.js";
import { Compile } from "typebox/compile";
import { Settings } from "typebox/system";
import { Value } from "typebox/value";
/** The default is 8. */
Settings.Set({ maxErrors: 50 });
export const worded = (message, name = (member) => member) => typeof message === "string" ? message : message(name);
/** The input breaks a rule. The message lists every fault. */
export class InvalidInput extends OAuthError {
    faults;
    constructor(faults, reason = "body_invalid", status = 400) {
        super("invalid_request", faults.map(inWords).join("; "), { reason, status });
        this.faults = faults;
    }
}
const inWords = ({ pointer, message }) => pointer === "" ? worded(message) : `${pointer.slice(1)}: ${worded(message)}`;
/** @throws {InvalidInput} if there are faults */
export function refuseFaults(faults) {
    if (faults.length > 0)
        throw new InvalidInput(faults);
}
/** @throws {InvalidInput} if the value breaks the schema */
export const checkInput = (schema, value) => refuseFaults(faultsOf(schema, value));
const validators = new WeakMap();
/** Where a value breaks its schema. A failed pattern is reported with the schema's description. */
export function faultsOf(schema, value) {
    const validator = validators.get(schema) ?? Compile(schema);
    validators.set(schema, validator);
    if (validator.Check(value))
        return [];
    return validator
        .Errors(value)
        .flatMap(({ keyword, schemaPath, instancePath, params, message }) => {
        switch (keyword) {
            case "additionalProperties":
                return []; // reported by name below
            case "boolean":
                return [{ pointer: instancePath, message: "is unknown" }];
            case "required":
                return params.requiredProperties.map((name) => ({
                    pointer: `${instancePath}/${name}`,
                    message: "is missing",
                }));
            case "enum":
                return [{ pointer: instancePath, message: `must be one of ${params.allowedValues.join(", ")}` }];
            case "minItems":
                return [{ pointer: instancePath, message: "must not be empty" }];
            case "pattern": {
                const { description = message } = Value.Pointer.Get(schema, schemaPath.slice(1));
                return [{ pointer: instancePath, message: `must be ${description}` }];
            }
            default:
                return [{ pointer: instancePath, message }];
        }
    });
}
export const notThere = (what) => new OAuthError("invalid_request", `There is no ${what}.`, { reason: "not_found", status: 404 });
/** The current state does not allow it. */
export const conflict = (reason, message, cause) => new OAuthError("invalid_request", message, { reason, status: 409, cause });
//# sourceMappingURL=faults.js.map
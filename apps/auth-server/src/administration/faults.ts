/** Validation of administrative input, and refusals of acts. */
import { OAuthError, type Reason } from "@regrant/shared";
import type { TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { Settings } from "typebox/system";
import { Value } from "typebox/value";

/** The default is 8. */
Settings.Set({ maxErrors: 50 });

export interface Fault {
  /** RFC 6901; empty for the whole body. */
  readonly pointer: string;
  /** What is wrong, to be read after the member's name. */
  readonly message: Wording;
}

/** Text, or a function that is given what its reader calls a member: the admin API by its name, the command by its option. */
export type Wording = string | ((name: NameMember) => string);
export type NameMember = (member: string) => string;

export const worded = (message: Wording, name: NameMember = (member) => member): string =>
  typeof message === "string" ? message : message(name);

/** The input breaks a rule. The message lists every fault. */
export class InvalidInput extends OAuthError {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[], reason: Reason = "body_invalid", status = 400) {
    super("invalid_request", faults.map(inWords).join("; "), { reason, status });
    this.faults = faults;
  }
}

const inWords = ({ pointer, message }: Fault): string =>
  pointer === "" ? worded(message) : `${pointer.slice(1)}: ${worded(message)}`;

/** @throws {InvalidInput} if there are faults */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new InvalidInput(faults);
}

/** @throws {InvalidInput} if the value breaks the schema */
export const checkInput = (schema: TSchema, value: unknown): void => refuseFaults(faultsOf(schema, value));

const validators = new WeakMap<TSchema, Validator>();

/** Where a value breaks its schema. A failed pattern is reported with the schema's description. */
export function faultsOf(schema: TSchema, value: unknown): Fault[] {
  const validator = validators.get(schema) ?? Compile(schema);
  validators.set(schema, validator);
  if (validator.Check(value)) return [];
  return validator
    .Errors(value)
    .flatMap(({ keyword, schemaPath, instancePath, params, message }): Fault[] => {
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
          const { description = message } = Value.Pointer.Get(schema, schemaPath.slice(1)) as {
            description?: string;
          };
          return [{ pointer: instancePath, message: `must be ${description}` }];
        }
        default:
          return [{ pointer: instancePath, message }];
      }
    });
}

export const notThere = (what: string): OAuthError =>
  new OAuthError("invalid_request", `There is no ${what}.`, { reason: "not_found", status: 404 });

/** The current state does not allow it. */
export const conflict = (reason: Reason, message: string, cause?: unknown): OAuthError =>
  new OAuthError("invalid_request", message, { reason, status: 409, cause });

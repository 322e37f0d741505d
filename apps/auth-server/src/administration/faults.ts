/** What is wrong with what an administrator sends, in terms of its members, and how an act is refused. */
import { OAuthError, type Reason } from "@regrant/shared";
import type { TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { Settings } from "typebox/system";
import { Value } from "typebox/value";

/** TypeBox itself stops at eight. */
Settings.Set({ maxErrors: 50 });

export interface Fault {
  /** RFC 6901; empty for the whole. */
  readonly pointer: string;
  /** What it has to be, to be read after the member's name. */
  readonly message: string;
}

/** What was sent breaks a rule. The message names every fault. */
export class InvalidInput extends OAuthError {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[], reason: Reason = "body_invalid", status = 400) {
    super("invalid_request", faults.map(inWords).join("; "), { reason, status });
    this.faults = faults;
  }
}

const inWords = ({ pointer, message }: Fault): string =>
  pointer === "" ? message : `${pointer.slice(1)}: ${message}`;

/** @throws {InvalidInput} where there is a fault */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new InvalidInput(faults);
}

/** @throws {InvalidInput} where the value breaks the schema */
export const checkInput = (schema: TSchema, value: unknown): void => refuseFaults(faultsOf(schema, value));

const validators = new WeakMap<TSchema, Validator>();

/** What of a value breaks its schema; the fault of a pattern is told by the schema's description. */
export function faultsOf(schema: TSchema, value: unknown): Fault[] {
  const validator = validators.get(schema) ?? Compile(schema);
  validators.set(schema, validator);
  if (validator.Check(value)) return [];
  return validator
    .Errors(value)
    .flatMap(({ keyword, schemaPath, instancePath, params, message }): Fault[] => {
      switch (keyword) {
        case "additionalProperties":
          return []; // told by name, below
        case "boolean":
          return [{ pointer: instancePath, message: "is not known here" }];
        case "required":
          return params.requiredProperties.map((name) => ({
            pointer: `${instancePath}/${name}`,
            message: "is missing",
          }));
        case "enum":
          return [{ pointer: instancePath, message: `has to be one of ${params.allowedValues.join(", ")}` }];
        case "minItems":
          return [{ pointer: instancePath, message: "wants one at least" }];
        case "pattern": {
          const { description = message } = Value.Pointer.Get(schema, schemaPath.slice(1)) as {
            description?: string;
          };
          return [{ pointer: instancePath, message: `has to be ${description}` }];
        }
        default:
          return [{ pointer: instancePath, message }];
      }
    });
}

/** There is nothing of this name or id. */
export const notThere = (what: string): OAuthError =>
  new OAuthError("invalid_request", `There is no ${what}.`, { reason: "not_found", status: 404 });

/** It cannot be done as things stand. */
export const conflict = (reason: Reason, message: string, cause?: unknown): OAuthError =>
  new OAuthError("invalid_request", message, { reason, status: 409, cause });

/** Words refusals for the command line: a member of the API is an option here. */
import type { OAuthError } from "../shared/index.js";
import { CommandError } from "./command-error.js";
/** Wrong options are wrong usage (exit code 2); anything else is a failure (1). */
export declare function inOptions(error: OAuthError): CommandError;

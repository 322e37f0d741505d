import { type ClaimChanges } from "../users/claim-changes.js";
/**
 * The claims as a change; without a value, one is removed.
 *
 * @throws {CommandError} if there is no such claim, or it cannot have the value
 */
export declare function claimsSaid(claims: readonly string[]): ClaimChanges;
/** A line for each claim, under its name. */
export declare const claimLines: (claims: object) => Record<string, string>;
export declare const claimHelp = "a standard claim, such as name=\"Ada Lovelace\"; without a value, removes it (repeatable)";

/** Validation of administrative input, and refusals of acts. */
import { OAuthError, type Reason } from "../shared/index.js";
import type { TSchema } from "typebox";
export interface Fault {
    /** RFC 6901; empty for the whole body. */
    readonly pointer: string;
    /** What is wrong, to be read after the member's name. */
    readonly message: Wording;
}
/** Text, or a function that is given what its reader calls a member: the admin API by its name, the command by its option. */
export type Wording = string | ((name: NameMember) => string);
export type NameMember = (member: string) => string;
export declare const worded: (message: Wording, name?: NameMember) => string;
/** The input breaks a rule. The message lists every fault. */
export declare class InvalidInput extends OAuthError {
    readonly faults: readonly Fault[];
    constructor(faults: readonly Fault[], reason?: Reason, status?: number);
}
/** @throws {InvalidInput} if there are faults */
export declare function refuseFaults(faults: readonly Fault[]): void;
/** @throws {InvalidInput} if the value breaks the schema */
export declare const checkInput: (schema: TSchema, value: unknown) => void;
/** Where a value breaks its schema. A failed pattern is reported with the schema's description. */
export declare function faultsOf(schema: TSchema, value: unknown): Fault[];
export declare const notThere: (what: string) => OAuthError;
/** The current state does not allow it. */
export declare const conflict: (reason: Reason, message: string, cause?: unknown) => OAuthError;

import { Type } from "typebox";
import type { Fault } from "../administration/faults.js";
import { type Field } from "./claims.js";
import type { User } from "./users.sql.js";
type Claims = Readonly<Record<string, unknown>>;
/** By claim; null removes one. */
export type ClaimChanges = Claims;
export declare const claimChanges: Type.TUnsafe<Readonly<Record<string, unknown>>>;
export declare const claimsRepresentation: Type.TUnsafe<Readonly<Record<string, unknown>>>;
/** The values that are said, by field. */
export declare const valuesOf: (claims: Claims) => ReadonlyMap<Field, unknown>;
/** Claims of values, in an order of their own, so that the same ones are always written the same. */
export declare function claimsOf(values: ReadonlyMap<Field, unknown>): Record<string, unknown>;
/** What the schema cannot say. Requires that nothing breaks the schema. */
export declare const faultsOfClaims: (sent: ClaimChanges) => Fault[];
/** Of claims that are not the person's to edit. */
export declare const faultsOfOwnClaims: (sent: ClaimChanges) => Fault[];
/**
 * The claims after a change. Another address or number is not verified, unless the change says so.
 *
 * @param email the address after the change
 */
export declare function changedClaims(user: Pick<User, "email" | "claims">, email: string, sent?: ClaimChanges): Record<string, unknown>;
/** The claims whose values differ. */
export declare const changedNames: (before: Claims, after: Claims) => string[];
export {};

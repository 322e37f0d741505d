/**
 * The standard claims about users: which are kept, which scope opens them, who may edit them.
 *
 * Each kept claim is one entry; schemas, the command's option, the profile page and the documentation follow from it.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
import type { IdentityScope } from "../identity-scopes.js";
import { type Format } from "./claim-formats.js";
import type { User } from "./users.sql.js";
export type ClaimScope = Extract<IdentityScope, "profile" | "email" | "address" | "phone">;
/** One value: a claim, or a member of one. */
interface Leaf {
    readonly format: Format;
    /** The field of browsers' address books (HTML's `autocomplete`). */
    readonly autofill: string;
}
/** By name, in the order in which they are shown. */
export declare const keptClaims: {
    name: {
        scope: "profile";
        editable: true;
    } & Leaf;
    given_name: {
        scope: "profile";
        editable: true;
    } & Leaf;
    family_name: {
        scope: "profile";
        editable: true;
    } & Leaf;
    middle_name: {
        scope: "profile";
        editable: true;
    } & Leaf;
    nickname: {
        scope: "profile";
        editable: true;
    } & Leaf;
    preferred_username: {
        scope: "profile";
        editable: true;
    } & Leaf;
    gender: {
        scope: "profile";
        editable: true;
    } & Leaf;
    birthdate: {
        scope: "profile";
        editable: true;
    } & Leaf;
    locale: {
        scope: "profile";
        editable: true;
    } & Leaf;
    zoneinfo: {
        scope: "profile";
        editable: true;
    } & Leaf;
    website: {
        scope: "profile";
        editable: true;
    } & Leaf;
    profile: {
        scope: "profile";
        editable: true;
    } & Leaf;
    picture: {
        scope: "profile";
        editable: true;
    } & Leaf;
    email_verified: {
        format: Format;
        autofill: string;
        scope: "email";
        editable: false;
    };
    phone_number: {
        scope: "phone";
        editable: true;
    } & Leaf;
    phone_number_verified: {
        format: Format;
        autofill: string;
        scope: "phone";
        editable: false;
    };
    address: {
        scope: "address";
        editable: true;
    } & {
        members: {
            street_address: Leaf;
            postal_code: Leaf;
            locality: Leaf;
            region: Leaf;
            country: Leaf;
            formatted: Leaf;
        };
    };
};
type Kept = typeof keptClaims;
export type ClaimName = keyof Kept;
/** Of the values: `name`, `address.locality`. */
type FieldNameOf<K extends ClaimName> = Kept[K] extends {
    members: infer M;
} ? `${K}.${keyof M & string}` : K;
export type EditableField = {
    [K in ClaimName]: Kept[K]["editable"] extends true ? FieldNameOf<K> : never;
}[ClaimName];
export interface Field extends Leaf {
    readonly name: string;
    readonly claim: ClaimName;
    /** Null where the claim is the value. */
    readonly member: string | null;
    readonly scope: ClaimScope;
    readonly editable: boolean;
}
/** Every value that can be kept. */
export declare const fields: readonly Field[];
/** Those that the person may edit. */
export declare const editableFields: readonly (Field & {
    readonly name: EditableField;
    readonly format: {
        readonly kind: Exclude<Format["kind"], "flag">;
    };
})[];
/** What is told of a user. */
export interface ClaimsSource {
    readonly email: string;
    readonly roles: readonly string[];
    /** Those kept, by name. */
    readonly claims: Readonly<Record<string, unknown>>;
    /** When any of it last changed. */
    readonly updatedAtSeconds: number;
}
export declare const claimsSourceOf: ({ email, roles, claims, updatedAt }: User) => ClaimsSource;
/**
 * The claims about a user that the granted scopes open (OpenID Connect Core 1.0 §5.4), and those requested by name (§5.5).
 * Claims without a value are left out (§5.3.2). Does not check that anything may be requested.
 */
export declare function claimsFor(user: ClaimsSource, scope: readonly string[], requested: readonly string[]): Record<string, unknown>;
/** Discovery's `claims_supported`: those of ID tokens themselves, and those about users. */
export declare const claimsSupported: readonly string[];
/** The scope that opens a claim about users, too; null for any other name. */
export declare const scopeOfClaim: (name: string) => ClaimScope | null;
/** Of these claims, those that a client with this scope may request by name. */
export declare const requestableClaims: (scope: readonly string[], names: readonly string[]) => string[];
export {};

/**
 * The standard claims about users: which are kept, which scope opens them, who may edit them.
 *
 * Each kept claim is one entry; schemas, the command's option, the profile page and the documentation follow from it.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
import type { IdentityScope } from "../identity-scopes.js";
import {
  birthdate,
  type Format,
  flag,
  languageTag,
  lines,
  phoneNumber,
  text,
  timeZone,
  webAddress,
} from "./claim-formats.js";
import type { User } from "./users.sql.js";

export type ClaimScope = Extract<IdentityScope, "profile" | "email" | "address" | "phone">;

/** One value: a claim, or a member of one. */
interface Leaf {
  readonly format: Format;
  /** The field of browsers' address books (HTML's `autocomplete`). */
  readonly autofill: string;
}

/** A value, or an object of some. */
type Shape = Leaf | { readonly members: Readonly<Record<string, Leaf>> };

type Claim = Shape & {
  /** Opens it. */
  readonly scope: ClaimScope;
  /** By the person. What nobody can vouch for about themselves is for administrators. */
  readonly editable: boolean;
};

const leaf = (format: Format, autofill = "off"): Leaf => ({ format, autofill });
const own = <const S extends ClaimScope, V extends Shape>(scope: S, shape: V) => ({
  scope,
  editable: true as const,
  ...shape,
});
const vouched = <const S extends ClaimScope>(scope: S) => ({
  scope,
  editable: false as const,
  ...leaf(flag),
});

/** By name, in the order in which they are shown. */
export const keptClaims = {
  name: own("profile", leaf(text, "name")),
  given_name: own("profile", leaf(text, "given-name")),
  family_name: own("profile", leaf(text, "family-name")),
  middle_name: own("profile", leaf(text, "additional-name")),
  nickname: own("profile", leaf(text, "nickname")),
  preferred_username: own("profile", leaf(text)),
  gender: own("profile", leaf(text, "sex")),
  birthdate: own("profile", leaf(birthdate, "bday")),
  locale: own("profile", leaf(languageTag, "language")),
  zoneinfo: own("profile", leaf(timeZone)),
  website: own("profile", leaf(webAddress, "url")),
  profile: own("profile", leaf(webAddress)),
  picture: own("profile", leaf(webAddress, "photo")),
  email_verified: vouched("email"),
  phone_number: own("phone", leaf(phoneNumber, "tel")),
  phone_number_verified: vouched("phone"),
  address: own("address", {
    members: {
      street_address: leaf(lines, "street-address"),
      postal_code: leaf(text, "postal-code"),
      locality: leaf(text, "address-level2"),
      region: leaf(text, "address-level1"),
      country: leaf(text, "country-name"),
      formatted: leaf(lines),
    },
  }),
} satisfies Readonly<Record<string, Claim>>;

type Kept = typeof keptClaims;
export type ClaimName = keyof Kept;
/** Of the values: `name`, `address.locality`. */
type FieldNameOf<K extends ClaimName> = Kept[K] extends { members: infer M } ? `${K}.${keyof M & string}` : K;
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
export const fields: readonly Field[] = (Object.entries(keptClaims) as [ClaimName, Claim][]).flatMap(
  ([claim, { scope, editable, ...shape }]): Field[] => {
    const common = { claim, scope, editable };
    if (!("members" in shape)) return [{ ...common, ...shape, name: claim, member: null }];
    return Object.entries(shape.members).map(([member, value]) => ({
      ...common,
      ...value,
      name: `${claim}.${member}`,
      member,
    }));
  },
);

/** Those that the person may edit. */
export const editableFields = fields.filter(({ editable }) => editable) as readonly (Field & {
  readonly name: EditableField;
  readonly format: { readonly kind: Exclude<Format["kind"], "flag"> };
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

export const claimsSourceOf = ({ email, roles, claims, updatedAt }: User): ClaimsSource => ({
  email,
  roles,
  claims,
  updatedAtSeconds: Math.floor(updatedAt.getTime() / 1000),
});

interface Told {
  readonly scope: ClaimScope;
  /** Undefined where there is no value. */
  readonly of: (user: ClaimsSource) => unknown;
}

const kept = ({ claims }: ClaimsSource, name: ClaimName): unknown =>
  Object.hasOwn(claims, name) ? claims[name] : undefined;

/** An address or number is not verified unless somebody said so. */
const told: ReadonlyMap<string, Told> = new Map<string, Told>([
  ...Object.entries(keptClaims).map(([name, { scope }]): [string, Told] => [
    name,
    { scope, of: (user) => kept(user, name as ClaimName) },
  ]),
  ["email", { scope: "email", of: ({ email }) => email }],
  ["email_verified", { scope: "email", of: (user) => kept(user, "email_verified") ?? false }],
  [
    "phone_number_verified",
    {
      scope: "phone",
      of: (user) =>
        kept(user, "phone_number") === undefined ? undefined : (kept(user, "phone_number_verified") ?? false),
    },
  ],
  ["roles", { scope: "profile", of: ({ roles }) => roles }],
  ["updated_at", { scope: "profile", of: ({ updatedAtSeconds }) => updatedAtSeconds }],
]);

/**
 * The claims about a user that the granted scopes open (OpenID Connect Core 1.0 §5.4), and those requested by name (§5.5).
 * Claims without a value are left out (§5.3.2). Does not check that anything may be requested.
 */
export function claimsFor(
  user: ClaimsSource,
  scope: readonly string[],
  requested: readonly string[],
): Record<string, unknown> {
  const open = [...told].filter(([name, claim]) => scope.includes(claim.scope) || requested.includes(name));
  return Object.fromEntries(
    open.map(([name, { of }]) => [name, of(user)]).filter(([, value]) => value !== undefined),
  );
}

/** Discovery's `claims_supported`: those of ID tokens themselves, and those about users. */
export const claimsSupported: readonly string[] = [
  ...["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "azp", "sid", "amr", "acr"],
  ...told.keys(),
];

/** The scope that opens a claim about users, too; null for any other name. */
export const scopeOfClaim = (name: string): ClaimScope | null => told.get(name)?.scope ?? null;

/** Of these claims, those that a client with this scope may request by name. */
export const requestableClaims = (scope: readonly string[], names: readonly string[]): string[] =>
  names.filter((name) => scope.includes(scopeOfClaim(name) ?? ""));

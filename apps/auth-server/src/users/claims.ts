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

export interface Claim {
  /** Opens it. */
  readonly scope: ClaimScope;
  /** Or members, each with its format. */
  readonly format: Format | Readonly<Record<string, Format>>;
  /** What nobody can vouch for about themselves is for administrators. */
  readonly editable: boolean;
}

const own = <const F extends Claim["format"]>(scope: ClaimScope, format: F) => ({
  scope,
  format,
  editable: true,
});

/** By name, in the order in which they are shown. */
export const keptClaims = {
  name: own("profile", text),
  given_name: own("profile", text),
  middle_name: own("profile", text),
  family_name: own("profile", text),
  nickname: own("profile", text),
  preferred_username: own("profile", text),
  profile: own("profile", webAddress),
  picture: own("profile", webAddress),
  website: own("profile", webAddress),
  gender: own("profile", text),
  birthdate: own("profile", birthdate),
  zoneinfo: own("profile", timeZone),
  locale: own("profile", languageTag),
  email_verified: { scope: "email", format: flag, editable: false },
  phone_number: own("phone", phoneNumber),
  phone_number_verified: { scope: "phone", format: flag, editable: false },
  address: own("address", {
    formatted: lines,
    street_address: lines,
    locality: text,
    region: text,
    postal_code: text,
    country: text,
  }),
} as const satisfies Readonly<Record<string, Claim>>;

export type ClaimName = keyof typeof keptClaims;

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

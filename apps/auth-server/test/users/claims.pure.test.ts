import { describe, expect, it } from "vitest";
import {
  type ClaimsSource,
  claimsFor,
  claimsSourceOf,
  claimsSupported,
  keptClaims,
} from "../../src/users/claims.js";

const nobody: ClaimsSource = {
  email: "ada@example.com",
  roles: [],
  claims: {},
  updatedAtSeconds: 1_700_000_000,
};
const ada: ClaimsSource = {
  email: "ada@example.com",
  roles: ["editor"],
  claims: {
    name: "Ada Lovelace",
    given_name: "Ada",
    middle_name: "King",
    family_name: "Lovelace",
    nickname: "Ada",
    preferred_username: "ada",
    profile: "https://example.com/ada",
    picture: "https://example.com/ada.png",
    website: "https://ada.example.com",
    gender: "female",
    birthdate: "1815-12-10",
    zoneinfo: "Europe/London",
    locale: "en-GB",
    email_verified: true,
    phone_number: "+44 20 7946 0958",
    phone_number_verified: true,
    address: { locality: "London" },
  },
  updatedAtSeconds: 1_700_000_001,
};

const namesOf = (scope: string) =>
  Object.entries(keptClaims)
    .filter(([, claim]) => claim.scope === scope)
    .map(([name]) => name);

describe("claims about users (OpenID Connect Core 1.0 §5.4)", () => {
  it("has a value for each claim in this test", () => {
    expect(Object.keys(ada.claims).sort()).toEqual(Object.keys(keptClaims).sort());
  });

  it("opens none with openid and offline_access, nor with scopes of APIs", () => {
    expect(claimsFor(ada, ["openid", "offline_access", "notes:read", "constructor"], [])).toEqual({});
  });

  it.each([
    ["profile", [...namesOf("profile"), "roles", "updated_at"]],
    ["email", ["email", "email_verified"]],
    ["phone", ["phone_number", "phone_number_verified"]],
    ["address", ["address"]],
  ])("opens those of %s", (scope, names) => {
    const claims = claimsFor(ada, ["openid", scope], []);
    expect(Object.keys(claims).sort()).toEqual([...names].sort());
    const { email, roles, claims: kept, updatedAtSeconds } = ada;
    expect({ ...kept, email, roles, updated_at: updatedAtSeconds }).toMatchObject(claims);
  });

  it("leaves out what has no value", () => {
    expect(
      claimsFor(nobody, ["profile", "email", "address", "phone"], ["name", "phone_number_verified"]),
    ).toEqual({
      email: "ada@example.com",
      email_verified: false,
      roles: [],
      updated_at: 1_700_000_000,
    });
  });

  it("says that a phone number is not verified unless somebody said so", () => {
    const user = { ...nobody, claims: { phone_number: "112" } };
    expect(claimsFor(user, ["phone"], [])).toEqual({ phone_number: "112", phone_number_verified: false });
  });
});

describe("claims requested by name (OpenID Connect Core 1.0 §5.5)", () => {
  it.each([
    [["name"], { name: "Ada Lovelace" }],
    [["email"], { email: "ada@example.com" }],
    [["email_verified"], { email_verified: true }],
    [["roles", "updated_at"], { roles: ["editor"], updated_at: 1_700_000_001 }],
    [["address"], { address: { locality: "London" } }],
    [["unknown", "sub", "password_hash", "__proto__", "constructor", "toString"], {}],
  ])("%j are told in any scope", (requested, expected) => {
    expect(claimsFor(ada, ["openid"], requested)).toEqual(expected);
  });

  it("adds to those of the scopes", () => {
    expect(Object.keys(claimsFor(ada, ["openid", "email"], ["name", "email"])).sort()).toEqual([
      "email",
      "email_verified",
      "name",
    ]);
  });
});

it("are of a user's row, and as old as it", () => {
  const createdAt = new Date(1_700_000_000_000);
  const { email, roles, claims } = ada;
  const row = {
    id: "",
    email,
    roles,
    claims,
    createdAt,
    updatedAt: new Date(1_700_000_001_999),
    disabledAt: null,
    closedAt: null,
    deleteAt: null,
  };
  expect(claimsSourceOf(row)).toEqual(ada);
});

it("lists every claim once in claims_supported", () => {
  expect(new Set(claimsSupported).size).toBe(claimsSupported.length);
  expect(claimsSupported).toEqual(
    expect.arrayContaining([
      ...Object.keys(keptClaims),
      "sub",
      "auth_time",
      "acr",
      "email",
      "roles",
      "updated_at",
    ]),
  );
});

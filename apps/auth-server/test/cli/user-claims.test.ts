import { describe, expect, inject, it } from "vitest";
import { cloneDatabase } from "../support/databases.js";
import { expectFailure, json, regrant } from "../support/regrant.js";

const env = { DATABASE_URL: await cloneDatabase(), SECRETS: inject("secrets") };
const claimed = (claims: readonly string[]) => claims.flatMap((claim) => ["--claim", claim]);
const create = (email: string, ...claims: string[]) =>
  regrant(
    ["user", "create", email, ...claimed(claims), "--password-stdin", "--json"],
    env,
    "correct horse battery staple\n",
  );
const update = (email: string, ...claims: string[]) =>
  regrant(["user", "update", email, ...claimed(claims), "--json"], env);

describe("regrant user --claim", () => {
  it("gives, changes and removes claims, and shows them", async () => {
    const email = "ada@example.com";
    const created = await create(
      email,
      "name=Ada Lovelace",
      "email_verified=true",
      "address.locality=London",
      "address.street_address=12 St James’s Square\nWestminster",
      "website=https://example.com/?a=b",
    );
    const claims = {
      name: "Ada Lovelace",
      website: "https://example.com/?a=b",
      email_verified: true,
      address: { street_address: "12 St James’s Square\nWestminster", locality: "London" },
    };
    expect(json(created)).toMatchObject({ email, claims });
    const { stdout } = await regrant(["user", "show", email], env);
    expect(stdout).toMatch(/^ {2}name +Ada Lovelace$/m);
    expect(stdout).toMatch(/^ {2}email_verified +true$/m);
    expect(stdout).toMatch(/^ {2}address\.street_address +12 St James’s Square, Westminster$/m);
    const updated = await update(email, "website=", "address.locality= Ockham ", "locale=en_GB");
    expect(json(updated).claims).toEqual({
      name: "Ada Lovelace",
      locale: "en-GB",
      email_verified: true,
      address: { street_address: "12 St James’s Square\nWestminster", locality: "Ockham" },
    });
    expect(json(await update(email, "address=", "name=A", "name=B")).claims).toEqual({
      name: "B",
      locale: "en-GB",
      email_verified: true,
    });
    expect((await regrant(["user", "list"], env)).stdout).not.toMatch(/claims|\[object/);
  });

  it.each([
    ["birthdate=10.12.1815", /--claim 'birthdate=10\.12\.1815': must be a date such as 1815-12-10/],
    ["zoneinfo=Mars/Base", /--claim 'zoneinfo=Mars\/Base': must be a name from the IANA/],
    ["email_verified=yes", /--claim 'email_verified=yes': must be true or false/],
    ["picture=javascript:alert(1)", /must be an address that begins with https:\/\//],
    ["nmae=Ada", /--claim 'nmae=Ada': must be <name>=<value>, with one of the names name, given_name/],
    ["name", /--claim 'name': must be <name>=<value>/],
    ["constructor=x", /must be <name>=<value>/],
    ["__proto__=x", /must be <name>=<value>/],
    ["address=London", /with one of the names address\.street_address/],
    ["", /must be <name>=<value>/],
    [`name=${"x".repeat(100_000)}`, /must be 1 to 200 characters/],
    ["name=a\u001b[2Jb", /--claim 'name=a%1B\[2Jb': must be 1 to 200 characters, in one line/],
  ])("names the claim, the value and the fix: %s", async (claim, message) => {
    expectFailure(await create("nobody@example.com", claim), 2, message);
  });
});

import { describe, expect, it } from "vitest";
import { faultsOf } from "../../src/administration/faults.js";
import {
  changedClaims,
  changedNames,
  claimChanges,
  claimsOf,
  faultsOfClaims,
  valuesOf,
} from "../../src/users/claim-changes.js";
import { faultOf } from "../../src/users/claim-formats.js";
import { fields } from "../../src/users/claims.js";

/** Where a change is refused. */
function refused(sent: unknown): string[] {
  const faults = faultsOf(claimChanges, sent);
  const all = faults.length > 0 ? faults : faultsOfClaims(sent as Record<string, unknown>);
  return all.map(({ pointer }) => pointer.replace("/claims", "")).sort();
}
const parsed = (json: string) => JSON.parse(json) as unknown;

describe("The values of standard claims (OpenID Connect Core 1.0 §5.1)", () => {
  it.each([
    [
      "name",
      ["Ada", "Ada Lovelace ", "愛", "‏עדה", "x".repeat(200)],
      ["", " ", "x".repeat(201), "a\nb", "\0", "\ud800"],
    ],
    [
      "profile",
      ["https://example.com", "http://localhost:3000/a?b#c", "HTTPS://EXAMPLE.COM/ü"],
      [
        "example.com",
        "javascript:alert(1)",
        "ftp://example.com",
        "https://",
        "https://a b",
        "https://ada:secret@example.com",
        `https://example.com/${"x".repeat(2000)}`,
      ],
    ],
    [
      "birthdate",
      ["1815-12-10", "1815", "0000-12-10", "0000-02-29", "2024-02-29"],
      ["1815-12", "0000", "10.12.1815", "1815-02-30", "1815-13-01", "2023-02-29", "1815-12-10T00:00:00Z"],
    ],
    [
      "zoneinfo",
      ["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires"],
      ["Mars/Base", "+01:00", "Berlin, Germany", "constructor"],
    ],
    ["locale", ["de", "en-GB", "en_US", "zh-Hant-TW"], ["", "e", "english language", "de-", "en-GB-GB-!"]],
    [
      "phone_number",
      ["+44 20 7946 0958", "+1 (425) 555-1212;ext=5678", "112", "030/901820"],
      ["", "call me", "+", "12", "1".repeat(16)],
    ],
    ["email_verified", [true, false], ["true", 1]],
    [
      "address.street_address",
      ["1 Road", "1 Road\nHouse", "1 Road\r\nHouse"],
      ["\n", "a\tb", "x".repeat(1001)],
    ],
  ] as const)("of %s", (name, good, bad) => {
    const field = fields.find((each) => each.name === name);
    if (field === undefined) throw new Error(`no field ${name}`);
    const change = (value: unknown) => claimsOf(new Map([[field, value]]));
    const pointer = `/${name.replace(".", "/")}`;
    for (const value of good) expect([value, refused(change(value))]).toEqual([value, []]);
    for (const value of bad) {
      expect([value, refused(change(value))]).toEqual([value, [pointer]]);
      expect(faultOf(field.format, value)).toMatch(/^must be /);
    }
    for (const value of [7, [], {}, ["x"], { name: "x" }])
      expect([value, refused(change(value))]).toEqual([value, [pointer]]);
    expect(refused(change(null))).toEqual([]);
  });

  it.each([
    ['{"__proto__": {"name": "x"}}', "/__proto__"],
    ['{"constructor": "x"}', "/constructor"],
    ['{"toString": null}', "/toString"],
    ['{"sub": "x"}', "/sub"],
    ['{"address": {"__proto__": "x"}}', "/address/__proto__"],
    ['{"address": {"planet": "Mars"}}', "/address/planet"],
    ['{"address": "London"}', "/address"],
    ['{"address": []}', "/address"],
  ])("are of the names that there are: %s", (json, pointer) => {
    expect(refused(parsed(json))).toEqual([pointer]);
  });

  it.each([null, [], "name", 1])("are in an object, and not %j", (value) => {
    expect(refused(value)).toEqual([""]);
  });
});

describe("A change of claims (RFC 7396)", () => {
  const ada = {
    email: "ada@example.com",
    claims: {
      name: "Ada",
      email_verified: true,
      phone_number: "112",
      phone_number_verified: true,
      address: { locality: "London", country: "England" },
    },
  };
  const changed = (sent: Record<string, unknown>, email = ada.email) => changedClaims(ada, email, sent);

  it("keeps what it does not name", () => {
    expect(changed({})).toEqual(ada.claims);
    expect(changedClaims(ada, ada.email)).toEqual(ada.claims);
    expect(changed({ nickname: "A" })).toEqual({ ...ada.claims, nickname: "A" });
    expect(changed({ address: { locality: "Ockham" } }).address).toEqual({
      locality: "Ockham",
      country: "England",
    });
  });

  it("removes by null, and an address with its last member", () => {
    expect(changed({ name: null })).not.toHaveProperty("name");
    expect(changed({ gender: null })).toEqual(ada.claims);
    expect(changed({ address: { locality: null } }).address).toEqual({ country: "England" });
    expect(changed({ address: { locality: null, country: null } })).not.toHaveProperty("address");
    expect(changed({ address: null })).not.toHaveProperty("address");
  });

  it("keeps values tidy: trimmed, in NFC, lines by LF, language tags as BCP 47 writes them", () => {
    expect(
      changed({ name: "  A\u0308da  ", locale: "EN_us", address: { formatted: "a\r\nb\r\n" } }),
    ).toMatchObject({
      name: "\u00c4da",
      locale: "en-US",
      address: { formatted: "a\nb" },
    });
  });

  it("of the address or number ends its being verified, unless it says otherwise", () => {
    expect(changed({}, "new@example.com")).not.toHaveProperty("email_verified");
    expect(changed({ email_verified: true }, "new@example.com").email_verified).toBe(true);
    expect(changed({ phone_number: "113" })).not.toHaveProperty("phone_number_verified");
    expect(changed({ phone_number: null })).not.toHaveProperty("phone_number_verified");
    expect(changed({ phone_number: "113", phone_number_verified: true }).phone_number_verified).toBe(true);
    expect(changed({ phone_number: " 112 " }).phone_number_verified).toBe(true);
  });

  it("names the claims that differ, in whatever order their members are", () => {
    const after = { ...ada.claims, name: "Ada L.", address: { country: "England", locality: "London" } };
    expect(changedNames(ada.claims, after)).toEqual(["name"]);
    expect(changedNames(ada.claims, {}).sort()).toEqual(Object.keys(ada.claims).sort());
  });

  it("shows no claim that is unknown here, as from another version", () => {
    expect(claimsOf(valuesOf({ shoe_size: 42, name: "Ada" }))).toEqual({ name: "Ada" });
  });
});

import { describe, expect, it } from "vitest";
import { networkOf } from "../../src/http/address-prefix.js";
import type { RefreshDecision } from "../../src/sessions/decide-refresh.js";
import type { LockedSession } from "../../src/sessions/judge.sql.js";
import { type Policies, policiesOf, suspicionsOf, watch } from "../../src/sessions/policies.js";

const session: LockedSession = {
  id: "0f8fad5b-d9cb-469f-a165-70867728950e",
  clientId: "client",
  userId: "user",
  roles: [],
  scope: [],
  resource: "https://notes.example.com",
  authTimeSeconds: 0,
  amr: ["pwd"],
  statusIndex: 0,
  identity: null,
  generation: 5,
  secretHash: Buffer.alloc(32),
  secondsSinceRotation: 1,
  expired: false,
  revoked: false,
  revokeReason: null,
  revokedAt: null,
  userDisabled: false,
  clientDisabled: false,
  resourceLost: false,
  jkt: null,
  jktGeneration: 0,
  requireDpop: false,
  lastAddress: "192.0.2.7",
  lastCountry: "AT",
  rotatedAddress: "192.0.2.7",
  rotatedUserAgent: "an app",
  elsewhereGeneration: null,
  elsewhereInARow: 0,
  retriesRecorded: false,
  burstCount: 4,
  secondsSinceBurstStart: 599,
  resourceAccessTokenSeconds: null,
};
const presented = {
  address: "192.0.2.9",
  country: "AT" as string | null,
  userAgent: "an app",
  accessTokenSeconds: 600,
};
const logged: Policies = { onAddressChange: "log", refreshBurst: 5, onRefreshBurst: "log" };
const revoked: Policies = { onAddressChange: "revoke", refreshBurst: 5, onRefreshBurst: "revoke" };
const elsewhere = { address: "198.51.100.1" };
const abroad = { country: "DE" };
const full = { burstCount: 5 };

/** `!` means that it ends the session. */
type Case = readonly [
  string,
  Partial<LockedSession>,
  Partial<typeof presented>,
  Policies,
  readonly string[],
  RefreshDecision?,
];
const cases: readonly Case[] = [
  ["nothing has changed", {}, {}, logged, []],
  ["the network has changed", {}, elsewhere, logged, ["address_changed"]],
  ["the network has changed, and that ends it", {}, elsewhere, revoked, ["address_changed!"]],
  [
    "the network has changed, and that is ignored",
    {},
    elsewhere,
    { ...logged, onAddressChange: "ignore" },
    [],
  ],
  ["the last address of a /24", {}, { address: "192.0.2.255" }, revoked, []],
  ["the first address of the next /24", {}, { address: "192.0.3.0" }, revoked, ["address_changed!"]],
  ["IPv4 as IPv6 has it", {}, { address: "::ffff:192.0.2.200" }, revoked, []],
  ["IPv4 as IPv6 has it, in the row", { lastAddress: "::ffff:c000:207" }, {}, revoked, []],
  ["IPv6 after IPv4", {}, { address: "2001:db8::1" }, logged, ["address_changed"]],
  ["the same /48", { lastAddress: "2001:db8:1::" }, { address: "2001:db8:1:ffff::1" }, logged, []],
  ["the next /48", { lastAddress: "2001:db8:1::" }, { address: "2001:db8:2::" }, logged, ["address_changed"]],
  ["the country has changed", {}, abroad, logged, ["address_changed"]],
  ["the country has changed, and that ends it", {}, abroad, revoked, ["address_changed!"]],
  ["the country has changed, and that is ignored", {}, abroad, { ...logged, onAddressChange: "ignore" }, []],
  ["the country was not known", { lastCountry: null }, abroad, revoked, []],
  ["the country is not known", {}, { country: null }, revoked, []],
  ["one more than the limit", full, {}, logged, ["refresh_burst"]],
  ["one more than the limit, and that ends it", full, {}, revoked, ["refresh_burst!"]],
  ["those after it are not told again", { burstCount: 6 }, {}, revoked, []],
  ["the count is over", { ...full, secondsSinceBurstStart: 600 }, {}, revoked, []],
  ["the count is over for this resource", { ...full, resourceAccessTokenSeconds: 599 }, {}, revoked, []],
  [
    "the resource allows longer",
    { ...full, resourceAccessTokenSeconds: 6000 },
    {},
    logged,
    ["refresh_burst"],
  ],
  ["no limit", { burstCount: 0 }, {}, { ...revoked, refreshBurst: 0 }, []],
  ["both", full, elsewhere, logged, ["address_changed", "refresh_burst"]],
  [
    "both, one of which ends it",
    full,
    elsewhere,
    { ...logged, onRefreshBurst: "revoke" },
    ["address_changed", "refresh_burst!"],
  ],
  ["a retry is no refresh more", full, {}, revoked, [], "retried"],
  ["a retry from elsewhere", full, elsewhere, revoked, ["address_changed!"], "retried"],
  ["what is refused anyway", full, elsewhere, revoked, [], "reused"],
];

describe("What is suspicious about a good refresh", () => {
  for (const [title, row, request, policies, kinds, decision = "current"] of cases) {
    it(`${title}: ${kinds.join(", ") || "nothing"}`, () => {
      const found = suspicionsOf({ ...session, ...row }, decision, { ...presented, ...request }, policies);
      expect(found.map(({ kind, revokes }) => (revokes ? `${kind}!` : kind))).toEqual(kinds);
    });
  }

  it("is told with from and to, as networks and, where it has changed, as countries", () => {
    const details = (request: Partial<typeof presented>, row: Partial<LockedSession> = {}) =>
      suspicionsOf({ ...session, ...row }, "current", { ...presented, ...request }, logged).map(
        ({ detail }) => detail,
      );
    expect(details(elsewhere)).toEqual([{ from: "192.0.2.0/24", to: "198.51.100.0/24" }]);
    expect(details(abroad)).toEqual([
      { from: "192.0.2.0/24", to: "192.0.2.0/24", from_country: "AT", to_country: "DE" },
    ]);
    expect(details({}, { ...full, resourceAccessTokenSeconds: 599.5 })).toEqual([
      { refreshes: 6, within_seconds: 599.5 },
    ]);
  });
});

describe("A client's policies", () => {
  it("are its own, and the settings where it has none", () => {
    const none = { onAddressChange: null, refreshBurst: null, onRefreshBurst: null };
    expect(policiesOf(revoked, none)).toEqual(revoked);
    expect(policiesOf(revoked, { ...none, onAddressChange: "ignore" })).toMatchObject({
      onAddressChange: "ignore",
      refreshBurst: 5,
    });
    expect(policiesOf(revoked, { ...none, refreshBurst: 0 }).refreshBurst).toBe(0);
    expect(policiesOf(revoked, { ...none, onRefreshBurst: "log" }).onRefreshBurst).toBe("log");
  });

  it("are what the statement looks for; nothing where they are off", () => {
    expect(watch(logged, "192.0.2.7")).toEqual({ network: "192.0.2.0/24", burst: 5 });
    const off = { ...logged, onAddressChange: "ignore", refreshBurst: 0 } as const;
    expect(watch(off, "192.0.2.7")).toEqual({ network: null, burst: null });
    expect(watch(logged, "2001:db8:1:2::7").network).toBe(networkOf("2001:db8:1::"));
  });
});

import { describe, expect, it } from "vitest";
import { deriveSecrets } from "../../src/secrets.js";
import {
  decideRefresh,
  type PresentedRefresh,
  type RefreshDecision,
  type RefreshRefusal,
} from "../../src/sessions/decide-refresh.js";
import type { LockedSession } from "../../src/sessions/judge.sql.js";
import { reasonOf, refusalOf } from "../../src/sessions/refresh-refusals.js";
import {
  hashRefreshSecret,
  type RefreshToken,
  succeedRefreshToken,
} from "../../src/sessions/refresh-token.js";
import { description } from "../support/refusals.js";

const [entry, olderEntry] = deriveSecrets([
  { name: "a", bytes: Buffer.alloc(32, 1) },
  { name: "b", bytes: Buffer.alloc(32, 2) },
]);
if (olderEntry === undefined) throw new Error("two entries, two keys");
const sessionId = "0f8fad5b-d9cb-469f-a165-70867728950e";
const retrySeconds = 30;

/** The row is at generation 5; 4 is its parent. */
const parent: RefreshToken = { sessionId, generation: 4, secret: Buffer.alloc(32, 3) };
const current = succeedRefreshToken(entry, parent);

const session: LockedSession = {
  id: sessionId,
  clientId: "client",
  userId: "user",
  roles: [],
  scope: ["notes:read", "notes:write"],
  resource: "https://notes.example.com",
  authTimeSeconds: 0,
  amr: ["pwd"],
  statusIndex: 0,
  identity: null,
  generation: current.generation,
  secretHash: hashRefreshSecret(current.secret),
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
  lastAddress: "192.0.2.1",
  lastCountry: null,
  rotatedAddress: "192.0.2.1",
  rotatedUserAgent: null,
  elsewhereGeneration: null,
  elsewhereInARow: 0,
  retriesRecorded: false,
  burstCount: 0,
  secondsSinceBurstStart: 0,
  resourceAccessTokenSeconds: null,
};

const present = (token: RefreshToken, more: Partial<PresentedRefresh> = {}): PresentedRefresh => ({
  clientId: "client",
  generation: token.generation,
  secretHash: hashRefreshSecret(token.secret),
  successors: [succeedRefreshToken(entry, token), succeedRefreshToken(olderEntry, token)],
  wasUnanswered: false,
  scope: null,
  resource: null,
  jkt: null,
  ...more,
});

const wrong = Buffer.alloc(32, 9);
const grandparent = { ...parent, generation: 3 };
const forgedParent = { ...parent, secret: wrong };
const forgedCurrent = { ...current, secret: wrong };
const ahead = succeedRefreshToken(entry, current);
/** The row as written by a replica with another first entry of SECRETS. */
const underOlderEntry = { secretHash: hashRefreshSecret(succeedRefreshToken(olderEntry, parent).secret) };

const bound = { jkt: "its key" };
/** By the refresh that made it the parent's successor. */
const justBound = { ...bound, jktGeneration: 5 };

type Case = readonly [string, Partial<LockedSession> | null, PresentedRefresh, RefreshDecision, number?];

const cases: readonly Case[] = [
  ["no row", null, present(current), "unknown"],
  ["everything holds after all", {}, present(current), "current"],
  ["the parent, inside the window", {}, present(parent), "retried"],
  ["the parent, at the window's last moment", { secondsSinceRotation: 30 }, present(parent), "retried"],
  ["the parent, just after the window", { secondsSinceRotation: 30.001 }, present(parent), "reused"],
  [
    "the parent, after the window, its first use unanswered",
    { secondsSinceRotation: 3_600 },
    present(parent, { wasUnanswered: true }),
    "retried",
  ],
  ["the parent, unanswered, window of 0", {}, present(parent, { wasUnanswered: true }), "reused", 0],
  ["the grandparent, unanswered", {}, present(grandparent, { wasUnanswered: true }), "reused"],
  ["the parent, clock set back meanwhile", { secondsSinceRotation: -5 }, present(parent), "retried"],
  ["the parent, window of 0", { secondsSinceRotation: 0 }, present(parent), "reused", 0],
  ["the parent, row written under another entry of SECRETS", underOlderEntry, present(parent), "retried"],
  ["the parent's generation with another secret", {}, present(forgedParent), "reused"],
  ["the grandparent, inside the window", {}, present(grandparent), "reused"],
  ["the first of all", {}, present({ ...parent, generation: 0 }), "reused"],
  ["an older one of an expired session", { expired: true }, present(grandparent), "reused"],
  ["the next generation already", {}, present(ahead), "ahead"],
  ["far ahead", { generation: 0 }, present(current), "ahead"],
  ["ahead in an expired session", { expired: true }, present(ahead), "ahead"],
  ["the row's generation with another secret", {}, present(forgedCurrent), "mismatch"],
  ["another secret in an expired session", { expired: true }, present(forgedCurrent), "mismatch"],
  ["expired", { expired: true }, present(current), "expired"],
  ["a retry of an expired session", { expired: true }, present(parent), "expired"],
  ["revoked", { revoked: true }, present(current), "revoked"],
  ["an older one of a revoked session", { revoked: true }, present(grandparent), "revoked"],
  ["a retry of a revoked session", { revoked: true }, present(parent), "revoked"],
  ["revoked and expired", { revoked: true, expired: true }, present(current), "revoked"],
  ["another client", {}, present(current, { clientId: "other" }), "wrong_client"],
  ["another client, an older one", {}, present(grandparent, { clientId: "other" }), "wrong_client"],
  ["another client, revoked", { revoked: true }, present(current, { clientId: "other" }), "wrong_client"],
  ["the client disabled", { clientDisabled: true }, present(current), "client_disabled"],
  ["the user disabled", { userDisabled: true }, present(current), "user_disabled"],
  ["a retry, the user disabled", { userDisabled: true }, present(parent), "user_disabled"],
  ["an older one, the user disabled", { userDisabled: true }, present(grandparent), "reused"],
  ["an older one, the client disabled", { clientDisabled: true }, present(grandparent), "reused"],
  ["the resource lost", { resourceLost: true }, present(current), "resource_lost"],
  ["an older one, the resource lost", { resourceLost: true }, present(grandparent), "reused"],
  ["a part of the scope", {}, present(current, { scope: ["notes:read"] }), "current"],
  [
    "all of the scope, in another order",
    {},
    present(current, { scope: ["notes:write", "notes:read"] }),
    "current",
  ],
  ["scope of which some was granted", {}, present(current, { scope: ["admin", "notes:read"] }), "current"],
  ["scope of which none was granted", {}, present(current, { scope: ["admin"] }), "scope_exceeds_grant"],
  ["a retry with more scope", {}, present(parent, { scope: ["admin"] }), "scope_exceeds_grant"],
  ["reuse with more scope", {}, present(grandparent, { scope: ["admin"] }), "reused"],
  ["the granted resource", {}, present(current, { resource: session.resource }), "current"],
  ["another resource", {}, present(current, { resource: "https://other" }), "resource_exceeds_grant"],
  ["reuse with another resource", {}, present(grandparent, { resource: "https://other" }), "reused"],
  ["bound, with the key", bound, present(current, { jkt: "its key" }), "current"],
  ["bound, without a proof", bound, present(current), "proof_missing"],
  ["bound, with another key", bound, present(current, { jkt: "another" }), "key_mismatch"],
  ["bound, a retry with the key", bound, present(parent, { jkt: "its key" }), "retried"],
  ["bound, a retry without a proof", bound, present(parent), "proof_missing"],
  ["bound, a retry with another key", bound, present(parent, { jkt: "another" }), "key_mismatch"],
  ["bound, an older one with the key", bound, present(grandparent, { jkt: "its key" }), "reused"],
  ["bound, an older one without a proof", bound, present(grandparent), "reused"],
  ["bound and revoked, with another key", { ...bound, revoked: true }, present(current), "revoked"],
  ["bound and expired, with another key", { ...bound, expired: true }, present(current), "proof_missing"],
  ["just bound, a retry with the key", justBound, present(parent, { jkt: "its key" }), "retried"],
  ["just bound, the unbound parent without a proof", justBound, present(parent), "reused"],
  [
    "just bound, the unbound parent with another key",
    justBound,
    present(parent, { jkt: "another" }),
    "reused",
  ],
  ["just bound, the current one without a proof", justBound, present(current), "proof_missing"],
  ["not bound, with a key", {}, present(current, { jkt: "a key" }), "current"],
  ["not bound, a retry with a key", {}, present(parent, { jkt: "a key" }), "retried"],
  ["an API that needs a key, with one", { requireDpop: true }, present(current, { jkt: "a key" }), "current"],
  ["an API that needs a key, without", { requireDpop: true }, present(current), "dpop_required"],
  ["an API that needs a key, an older one", { requireDpop: true }, present(grandparent), "reused"],
];

describe("The decision on a contested refresh [decide-refresh-1]", () => {
  for (const [title, changes, presented, decision, seconds = retrySeconds] of cases) {
    it(`${title}: ${decision}`, () => {
      const row = changes === null ? null : { ...session, ...changes };
      expect(decideRefresh(row, presented, seconds)).toBe(decision);
    });
  }

  it("makes every refusal terminal: invalid_grant, but for what the client could ask for differently", () => {
    const refusals = {
      wrong_client: "invalid_grant refresh_token_wrong_client",
      revoked: "invalid_grant refresh_token_revoked",
      client_disabled: "invalid_client client_disabled",
      user_disabled: "invalid_grant user_disabled",
      ahead: "invalid_grant refresh_token_ahead",
      reused: "invalid_grant refresh_token_reused",
      address_changed: "invalid_grant session_address_changed",
      refresh_burst: "invalid_grant session_refresh_burst",
      mismatch: "invalid_grant refresh_token_mismatch",
      proof_missing: "invalid_dpop_proof dpop_proof_missing",
      key_mismatch: "invalid_dpop_proof dpop_key_mismatch",
      dpop_required: "invalid_dpop_proof dpop_required",
      expired: "invalid_grant refresh_token_expired",
      resource_lost: "invalid_target resource_unknown",
      scope_exceeds_grant: "invalid_scope scope_exceeds_grant",
      resource_exceeds_grant: "invalid_target resource_exceeds_grant",
      unknown: "invalid_grant refresh_token_unknown",
    } satisfies Record<RefreshRefusal, string>;
    for (const refusal of Object.keys(refusals) as RefreshRefusal[]) {
      const { code, reason, message } = refusalOf(refusal);
      expect(`${code} ${reason}`).toBe(refusals[refusal]);
      expect(message).toMatch(description);
      expect(reasonOf(refusal)).toBe(reason);
    }
  });
});

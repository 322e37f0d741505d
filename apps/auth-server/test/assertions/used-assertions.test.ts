import { describe, expect, it } from "vitest";
import { purgeableAssertions, spendAssertion } from "../../src/assertions/used-assertions.sql.js";
import { countPurgeable } from "../../src/database/purge.sql.js";
import { testServer } from "../support/server.js";

const { db } = await testServer({ withKeys: false });
const assertion = { issuer: "client", jti: "one", expiresAt: new Date(Date.now() + 60_000) };

describe("An assertion", () => {
  it("is used once, also by many at a time", async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => spendAssertion(db, assertion)));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await spendAssertion(db, assertion)).toBe(false);
  });

  it("of another issuer, or with another jti, is another", async () => {
    expect(await spendAssertion(db, { ...assertion, issuer: "other" })).toBe(true);
    expect(await spendAssertion(db, { ...assertion, jti: "two" })).toBe(true);
  });

  it("is remembered until no replica would take it any more", async () => {
    const before = await countPurgeable(db, purgeableAssertions);
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
    await spendAssertion(db, { ...assertion, jti: "ended", expiresAt: ago(500) });
    expect(await countPurgeable(db, purgeableAssertions)).toBe(before);
    await spendAssertion(db, { ...assertion, jti: "long ago", expiresAt: ago(700) });
    expect(await countPurgeable(db, purgeableAssertions)).toBe(before + 1);
  });
});

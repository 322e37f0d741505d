/** The key that an authorization request names (RFC 9449 §10). */
import { describe, expect, it } from "vitest";
import { withProvenKey } from "../../src/oauth/dpop.js";
import { refusalOf } from "../support/refusals.js";

const [jkt, another] = ["j".repeat(43), "k".repeat(43)];
const form = (named?: string) => new Map(named === undefined ? [] : [["dpop_jkt", named]]);

describe("A pushed request", () => {
  it("is bound to the key of its proof, or that of dpop_jkt; they must not differ [dpop-19]", async () => {
    expect(withProvenKey(form(), null).has("dpop_jkt")).toBe(false);
    for (const [named, proven] of [
      [jkt, null],
      [undefined, jkt],
      [jkt, jkt],
    ] as const)
      expect(withProvenKey(form(named), proven).get("dpop_jkt")).toBe(jkt);
    const refusal = await refusalOf(() => withProvenKey(form(another), jkt));
    expect(refusal).toMatchObject({ code: "invalid_dpop_proof", reason: "dpop_key_mismatch" });
    const malformed = await refusalOf(() => withProvenKey(form("short"), null));
    expect(malformed).toMatchObject({ code: "invalid_request", reason: "dpop_jkt_malformed" });
  });
});

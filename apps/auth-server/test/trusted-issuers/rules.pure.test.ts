/** Rules: which claims make a workload which client. */
import { describe, expect, it } from "vitest";
import { faultOfRule, fittingRules, nearestMisfit, type Rules } from "../../src/trusted-issuers/rules.js";

const rule = (claims: Record<string, string>, client_id = "deploy") => ({ client_id, claims });
const isLetIn = (wanted: Record<string, string>, claims: Record<string, unknown>) =>
  fittingRules({ only: rule(wanted) }, claims, null).length === 1;

describe("A claim fits", () => {
  it.each([
    ["exactly", "refs/heads/main", "refs/heads/main", true],
    ["not in other letters", "refs/heads/main", "refs/heads/Main", false],
    ["not by its beginning", "refs/heads/main", "refs/heads/main-2", false],
    ["up to an asterisk at the end", "refs/heads/release-*", "refs/heads/release-7", true],
    ["with nothing in its place", "refs/heads/release-*", "refs/heads/release-", true],
    ["not another beginning", "refs/heads/release-*", "refs/tags/refs/heads/release-7", false],
    ["no letter of a pattern means anything else", "a.c", "abc", false],
    ["a number", "42", 42, true],
    ["a boolean", "true", true, true],
    ["no list, whether one or all of it were meant", "a", ["a"], false],
    ["no object", "[object Object]", {}, false],
    ["no null", "null", null, false],
    ["nothing that is missing", "undefined", undefined, false],
  ])("%s", (_, pattern, value, expected) => {
    expect(isLetIn({ claim: pattern }, { claim: value })).toBe(expected);
  });

  it("only if it is the token's own", () => {
    expect(isLetIn({ toString: "*x" }, {})).toBe(false);
    expect(isLetIn({ constructor: "function*" }, {})).toBe(false);
  });
});

describe("Rules", () => {
  const rules: Rules = {
    deploy: rule({ repository: "acme/shop", environment: "production" }),
    preview: rule({ repository: "acme/shop" }, "preview"),
  };

  it("need all of their claims, and add up", () => {
    const claims = { repository: "acme/shop", environment: "production" };
    expect(fittingRules(rules, claims, null).map(({ client_id }) => client_id)).toEqual([
      "deploy",
      "preview",
    ]);
    expect(fittingRules(rules, { ...claims, environment: "staging" }, null)).toEqual([rules.preview]);
    expect(fittingRules(rules, claims, "deploy")).toEqual([rules.deploy]);
    expect(fittingRules(rules, claims, "other")).toEqual([]);
    expect(fittingRules({}, claims, null)).toEqual([]);
  });

  it("tell by the nearest one what does not fit, and nothing to whoever fits nothing", () => {
    expect(nearestMisfit(rules, { repository: "acme/shop", environment: "staging" })).toEqual({
      rule: "preview",
      claims: [],
    });
    const { deploy } = rules;
    expect(nearestMisfit({ deploy } as Rules, { repository: "acme/shop" })).toEqual({
      rule: "deploy",
      claims: ["environment"],
    });
    expect(nearestMisfit(rules, { repository: "evil/shop", environment: "x" })).toBeNull();
  });
});

describe("A rule for an issuer that anybody can get a token of", () => {
  const github = "https://token.actions.githubusercontent.com";

  it.each([
    [{ environment: "production" }, false],
    [{ ref: "refs/heads/main", workflow: "deploy" }, false],
    [{ repository: "acme*" }, false],
    [{ repository_owner: "ac*", ref: "refs/heads/main" }, false],
    [{ sub: "repo:acme*" }, false],
    [{ sub: "environment:production" }, false],
    [{ sub: "job_workflow_ref:acme/shop/.github/workflows/deploy.yml@refs/heads/main" }, false],
    [{ job_workflow_ref: "acme/shop/.github/workflows/deploy.yml@refs/heads/main" }, false],
    [{ repository: "acme/*" }, true],
    [{ repository_owner: "acme" }, true],
    [{ repository_id: "42" }, true],
    [{ sub: "repo:acme/shop:ref:refs/heads/*" }, true],
  ])("has to say whose: %o", (claims, isFine) => {
    expect(faultOfRule(github, rule(claims as unknown as Record<string, string>)) === null).toBe(isFine);
  });

  it("is free for other issuers, whose tokens are all the operator's own", () => {
    expect(faultOfRule("https://ci.example.com", rule({ environment: "production" }))).toBeNull();
  });
});

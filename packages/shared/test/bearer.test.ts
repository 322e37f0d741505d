import { describe, expect, it } from "vitest";
import {
  hasQueryToken,
  OAuthError,
  parseAuthorization,
  readNodeToken,
  tokenChallenge,
} from "../src/index.js";

/** Status, reason and the description sent. */
const refusalOf = (run: () => unknown) => {
  try {
    return run();
  } catch (error) {
    const { status, reason, message } = error as OAuthError;
    return `${status} ${reason} ${message}`;
  }
};

describe("The Authorization header", () => {
  it.each([
    [undefined, "401 token_missing the request has no access token"],
    ["Basic x", "401 token_missing the request has no access token"],
    ["x Bearer y", "401 token_missing the request has no access token"],
    ["Bearerx", "401 token_missing the request has no access token"],
    ["Bearer", "400 authorization_malformed the Authorization header is not Bearer and one token"],
    ["Bearer  ", "400 authorization_malformed the Authorization header is not Bearer and one token"],
    ["Bearer a b", "400 authorization_malformed the Authorization header is not Bearer and one token"],
    ["Bearer a\tb", "400 authorization_malformed the Authorization header is not Bearer and one token"],
  ])("%j: %s", (authorization, refusal) => {
    expect(refusalOf(() => parseAuthorization(authorization))).toBe(refusal);
  });

  it("comes once, and not in the query besides", () => {
    const headers = { authorization: "bearer   a" };
    const once = ["Host", "Authorization", "Authorization", "bearer   a"];
    const alike = [...once, ...["x-thirteen-13", "a", "x-thirteen-13", "b"]];
    for (const rawHeaders of [once, alike]) expect(readNodeToken({ rawHeaders, headers }, false)).toBe("a");
    const repeated = "400 token_repeated send the access token once, in the Authorization header";
    const twice = ["authorization", "bearer a", "AUTHORIZATION", "bearer a"];
    expect(refusalOf(() => readNodeToken({ rawHeaders: twice, headers }, false))).toBe(repeated);
    expect(refusalOf(() => readNodeToken({ rawHeaders: once, headers }, true))).toBe(repeated);
    expect(
      ["/?a&access_token", "?access_token=", "/access_token", "access_token=a", "/?a=access_token"].map(
        hasQueryToken,
      ),
    ).toEqual([true, true, false, false, false]);
  });
});

describe("A challenge (RFC 6750 §3)", () => {
  const challenge = { errorUri: "https://e/x", scope: ["a", "b"], place: ["realm", "https://r"] } as const;

  it("names error, description, what to do, the scope and the realm, in quotes that nothing ends", () => {
    const error = new OAuthError("insufficient_scope", 'a"\\\n', { reason: "scope_insufficient" });
    expect(tokenChallenge("Bearer", error, challenge)).toBe(
      'Bearer error="insufficient_scope", error_description="a\\"\\\\?", error_uri="https://e/x", scope="a b", realm="https://r"',
    );
  });

  it("says nothing of an error where there was no token (§3.1), and never stands alone", () => {
    const missing = new OAuthError("invalid_token", "none", { reason: "token_missing" });
    expect(tokenChallenge("Bearer", missing, challenge)).toBe('Bearer scope="a b", realm="https://r"');
    expect(tokenChallenge("Bearer", missing, { ...challenge, scope: [] })).toBe('Bearer realm="https://r"');
  });
});

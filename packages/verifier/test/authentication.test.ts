/** What a route may require of the user's sign-in (RFC 9470). */
import { describe, expect, it } from "vitest";
import { fetchVerifier } from "../src/fetch.js";
import { requireAuthentication } from "../src/index.js";
import { audience } from "./support/issuer.js";
import { issuerOfFile } from "./support/issuer-of-file.js";

const { issuer, tokenWith } = await issuerOfFile();
const api = fetchVerifier({ issuer: issuer.issuer, audience });
const now = Math.floor(Date.now() / 1000);

const ask = (guard: ReturnType<typeof api.requireToken>, claims: Record<string, unknown>) =>
  guard(
    new Request(`${audience}/notes`, { headers: { authorization: `Bearer ${tokenWith(claims)}` } }),
    () => new Response("in"),
  );

/** The challenge's parameters, without those that every one has. */
function challengeOf({ headers }: Response): Record<string, string> {
  const pairs = [...(headers.get("www-authenticate") ?? "").matchAll(/(\w+)="([^"]*)"/g)];
  const {
    error_description: _,
    resource_metadata: __,
    ...rest
  } = Object.fromEntries(pairs.map(([, name, value]) => [name, value]));
  return rest;
}

describe("requireAuthentication (RFC 9470)", () => {
  const fresh = api.requireAuthentication({ acrValues: ["2", "3"], maxAgeSeconds: 300 });

  it("admits a sign-in of one of the acrs that is recent enough [verifier-step-up-1]", async () => {
    for (const claims of [
      { acr: "2", auth_time: now },
      { acr: "3", auth_time: now - 290 },
    ])
      expect((await ask(fresh, claims)).status).toBe(200);
  });

  it.each([
    ["a weaker one", { acr: "1", auth_time: now }, "acr_insufficient"],
    ["none", { auth_time: now }, "acr_insufficient"],
    ["one that only begins alike", { acr: "23", auth_time: now }, "acr_insufficient"],
    ["an old one", { acr: "2", auth_time: now - 310 }, "authentication_too_old"],
    ["one of nobody knows when", { acr: "2" }, "authentication_too_old"],
  ])(
    "refuses %s with 401, and names all that is required [verifier-step-up-2]",
    async (_, claims, reason) => {
      const response = await ask(fresh, claims);
      expect([response.status, challengeOf(response)]).toEqual([
        401,
        {
          error: "insufficient_user_authentication",
          error_uri: `${issuer.issuer}/errors/${reason}`,
          acr_values: "2 3",
          max_age: "300",
        },
      ]);
      expect(await response.json()).toMatchObject({ error: "insufficient_user_authentication" });
    },
  );

  it("names only what the route requires", async () => {
    const strong = await ask(api.requireAuthentication({ acrValues: ["2"] }), {});
    expect(challengeOf(strong)).toMatchObject({ acr_values: "2" });
    expect(challengeOf(strong)).not.toHaveProperty("max_age");
    const recent = await ask(api.requireAuthentication({ maxAgeSeconds: 0 }), { auth_time: now - 5 });
    expect(challengeOf(recent)).toMatchObject({ max_age: "0" });
    expect(challengeOf(recent)).not.toHaveProperty("acr_values");
  });

  it("refuses an acr that is no text as a malformed token", async () => {
    const response = await ask(fresh, { acr: 2, auth_time: now });
    expect(challengeOf(response)).toMatchObject({ error: "invalid_token" });
  });

  it.each([
    {},
    { acrValues: [] },
    { acrValues: ["2 3"] },
    { acrValues: [""] },
    { acrValues: ['2"'] },
    { maxAgeSeconds: -1 },
    { maxAgeSeconds: 1.5 },
    { maxAgeSeconds: Number.NaN },
  ])("does not define a route with %j, which would refuse everybody or nobody", (demand) => {
    expect(() => api.requireAuthentication(demand)).toThrow(TypeError);
  });

  it("is a function, too, with a clock of the caller's", () => {
    const claims = { acr: "2", auth_time: 1_000 } as never;
    const token = { claims, scopes: [] };
    expect(() => requireAuthentication(token, { maxAgeSeconds: 60 }, 1_060)).not.toThrow();
    expect(() => requireAuthentication(token, { maxAgeSeconds: 60 }, 1_061)).toThrow(/too long ago/);
  });
});

import { describe, expect, it } from "vitest";
import { signedIn } from "./support/clients.js";

const scope = "openid profile";

describe("userInfo() (OpenID Connect Core §5.3)", () => {
  it("asks with the access token, though the server is none of the client's APIs [client-user-info-1]", async () => {
    const { server, client } = await signedIn({ scope, apis: [] });
    expect(await client.userInfo()).toEqual({ sub: "ada", name: "Ada" });
    expect(server.userInfoRequests).toEqual([expect.stringMatching(/^Bearer [0-9a-f-]{36}$/)]);
    expect(client.letters()).toBe("ABCD");
  });

  it("refreshes a refused access token, and asks again", async () => {
    const { server, client } = await signedIn({ scope });
    server.expireAccessTokens();
    expect(await client.userInfo()).toMatchObject({ name: "Ada" });
    expect(client.letters()).toBe("ABCFGHCD");
  });

  it("is refused where it tells about another user (§5.3.2) [client-user-info-2]", async () => {
    const { server, client } = await signedIn({ scope });
    server.user = "bob";
    const refused = { name: "RefusedError", error: "invalid_token", reason: "userinfo_invalid" };
    await expect(client.userInfo()).rejects.toMatchObject(refused);
  });

  it("is refused with the server's reason where another access token is no better", async () => {
    const { server, client } = await signedIn({ scope });
    server.expireAccessTokens();
    server.intercept(async (proceed) => {
      const reply = await proceed();
      server.expireAccessTokens();
      return reply;
    });
    const refused = { name: "RefusedError", error: "invalid_token", reason: "token_expired" };
    await expect(client.userInfo()).rejects.toMatchObject(refused);
  });

  it("fails for now where the server is busy", async () => {
    const busy: typeof fetch = async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      if (!url.endsWith("/userinfo")) return fetch(input, init);
      return new Response("", { status: 503, headers: { "retry-after": "7" } });
    };
    const { client } = await signedIn({ scope, fetch: busy });
    const unavailable = { name: "UnavailableError", retryAfterMs: 7_000 };
    await expect(client.userInfo()).rejects.toMatchObject(unavailable);
  });

  it("is nobody's after signing out", async () => {
    const { client } = await signedIn({ scope });
    await client.signOut();
    await expect(client.userInfo()).rejects.toMatchObject({ reason: "signed_out" });
  });
});

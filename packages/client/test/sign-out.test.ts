import { describe, expect, it } from "vitest";
import { signedIn } from "./support/clients.js";
import { signIdToken } from "./support/id-tokens.js";

const scope = "openid";
const endSessionEndpoint = "https://issuer.example/logout?ui=plain";
const postLogoutRedirectUri = "https://app.example/bye";

describe("signOut() (OpenID Connect RP-Initiated Logout §2)", () => {
  it("revokes the grant, and leads to the page that ends the sign-in at the server, and back [client-sign-out-1]", async () => {
    const { server, client } = await signedIn(
      { scope, postLogoutRedirectUri },
      { hasRevocation: true, endSessionEndpoint },
    );
    const page = await client.signOut();
    expect(page?.href.split("&")[0]).toBe(endSessionEndpoint);
    const { id_token_hint: hint = "", ...rest } = Object.fromEntries(page?.searchParams ?? []);
    expect(rest).toEqual({
      ui: "plain",
      client_id: "app",
      post_logout_redirect_uri: postLogoutRedirectUri,
    });
    const claims = JSON.parse(Buffer.from(hint.split(".")[1] ?? "", "base64url").toString());
    expect(claims).toMatchObject({ sub: "ada", aud: "app" });
    expect(server.revocations).toHaveLength(1);
    expect([client.accessToken, client.idToken]).toEqual([null, null]);
  });

  it("sends the newest ID token as the hint, and none where there was none [client-sign-out-2]", async () => {
    for (const [own, name] of [
      [scope, "Ada King"],
      ["notes:read", undefined],
    ] as const) {
      const { server, client } = await signedIn(
        { scope: own, postLogoutRedirectUri },
        { endSessionEndpoint },
      );
      server.changeIdTokens((idToken) => signIdToken(idToken, { name: "Ada King" }));
      await client.refresh();
      const hint = (await client.signOut())?.searchParams.get("id_token_hint")?.split(".")[1];
      expect(hint && JSON.parse(Buffer.from(hint, "base64url").toString()).name).toBe(name);
    }
  });

  it("leads nowhere if the app did not ask for that, unless the grant could not be revoked", async () => {
    const revoked = await signedIn({ scope }, { hasRevocation: true, endSessionEndpoint });
    expect(await revoked.client.signOut()).toBeNull();
    const page = await (await signedIn({ scope }, { endSessionEndpoint })).client.signOut();
    expect([...(page?.searchParams.keys() ?? [])]).toEqual(["ui", "client_id", "id_token_hint"]);
  });

  it.each([
    ["names no such page", undefined],
    ["names one without TLS", "http://issuer.example/logout"],
    ["names a script", "javascript:alert(1)"],
  ])("leads nowhere if the server %s [client-sign-out-3]", async (_case, address) => {
    const serverOptions = {
      hasRevocation: true,
      ...(address !== undefined && { endSessionEndpoint: address }),
    };
    const { client } = await signedIn({ scope, postLogoutRedirectUri }, serverOptions);
    expect(await client.signOut()).toBeNull();
  });
});

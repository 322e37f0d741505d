/** express-openid-connect (Auth0's middleware for Express), on openid-client and jose. It takes back-channel logout. */
import express from "express";
import oidc from "express-openid-connect";
import { MemoryStore } from "express-session";
import { appState, type Claims, type PartySetting, partyWalkOf, serve } from "../../support/relying-party.js";

/** What the application knows of the browser that was last there. */
interface Known {
  isSignedIn: boolean;
  idToken: Claims;
  user: Claims;
}

export const expressOpenidConnectParty = partyWalkOf(async (setting, { visit }) => {
  const { origin, postLogoutRedirectUri } = setting;
  const known: Known = { isSignedIn: false, idToken: {}, user: {} };
  const close = await serve(appOf(setting, known), origin);
  const open = (path: string) => visit(new URL(path, origin), `${origin}/done`);

  return {
    async signIn() {
      await open("/login");
      await open("/user");
      return { idToken: known.idToken, user: known.user };
    },
    async refresh() {
      await open("/refresh");
      return known.idToken;
    },
    async isSignedIn() {
      await open("/look");
      return known.isSignedIn;
    },
    signOut: () => visit(new URL("/sign-out", origin), postLogoutRedirectUri),
    close,
  };
});

function appOf({ issuer, client, origin, postLogoutRedirectUri }: PartySetting, known: Known) {
  const app = express();
  app.use(
    oidc.auth({
      issuerBaseURL: issuer,
      baseURL: origin,
      clientID: client.client_id,
      clientSecret: client.client_secret ?? "",
      clientAuthMethod: "client_secret_basic",
      secret: "of this test, and long enough to be one",
      authorizationParams: { response_type: "code", scope: "openid profile email" },
      authRequired: false,
      idpLogout: true,
      logoutParams: { state: appState },
      backchannelLogout: { store: new MemoryStore() as never },
      routes: { login: false, logout: false },
    }),
  );
  app.get("/login", (_request, response) => response.oidc.login({ returnTo: "/done" }));
  app.get("/sign-out", (_request, response) => response.oidc.logout({ returnTo: postLogoutRedirectUri }));
  app.get("/user", async (request, response) => {
    known.user = await request.oidc.fetchUserInfo();
    known.idToken = { ...request.oidc.idTokenClaims };
    response.redirect("/done");
  });
  app.get("/refresh", async (request, response) => {
    await request.oidc.accessToken?.refresh();
    known.idToken = { ...request.oidc.idTokenClaims };
    response.redirect("/done");
  });
  app.get("/look", (request, response) => {
    known.isSignedIn = request.oidc.isAuthenticated();
    response.redirect("/done");
  });
  return app;
}

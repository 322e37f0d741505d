/** passport-openidconnect in an Express application. It has no PKCE but sends a nonce, so the client has `pkce: nonce`. */
import express from "express";
import session from "express-session";
import { Passport } from "passport";
import OpenIDConnectStrategy, { type VerifyCallback } from "passport-openidconnect";
import {
  type Claims,
  claimsIn,
  endSessionUrl,
  type PartySetting,
  partyWalkOf,
  serve,
} from "../../support/relying-party.js";

interface SignedIn {
  readonly idToken: string;
  readonly refreshToken: string;
  readonly user: Claims;
}

export const passportOpenidconnectParty = partyWalkOf(async (setting, { visit }) => {
  const { origin, postLogoutRedirectUri } = setting;
  const strategy = new Strategy(setting);
  let signedIn: SignedIn = { idToken: "", refreshToken: "", user: {} };
  const close = await serve(
    appWith(strategy, (user) => {
      signedIn = user;
    }),
    origin,
  );

  return {
    async signIn() {
      await visit(new URL(`${origin}/login`), `${origin}/signed-in`);
      return { idToken: claimsIn(signedIn.idToken), user: signedIn.user };
    },
    async refresh() {
      signedIn = { ...signedIn, ...(await strategy.refresh(signedIn.refreshToken)) };
      return claimsIn(signedIn.idToken);
    },
    signOut: () => visit(endSessionUrl(setting, signedIn.idToken), postLogoutRedirectUri),
    close,
  };
});

class Strategy extends OpenIDConnectStrategy {
  constructor({ issuer, client, redirectUri }: PartySetting) {
    const options = {
      issuer,
      authorizationURL: `${issuer}/oauth2/authorize`,
      tokenURL: `${issuer}/oauth2/token`,
      userInfoURL: `${issuer}/oauth2/userinfo`,
      clientID: client.client_id,
      clientSecret: client.client_secret ?? "",
      callbackURL: redirectUri,
      scope: "profile email",
      // Any text: it makes one of its own for each request.
      nonce: "please",
    };
    super(
      options,
      (
        _issuer: string,
        userinfo: object,
        _profile: object,
        _context: object,
        idToken: string | object,
        _accessToken: string | object,
        refreshToken: string,
        _response: unknown,
        done: VerifyCallback,
      ) => done(null, { idToken, refreshToken, user: (userinfo as { _json: Claims })._json }),
    );
  }

  /** It leaves refreshing to node-oauth, on which it is built. */
  refresh(token: string): Promise<Omit<SignedIn, "user">> {
    const grant = { grant_type: "refresh_token" };
    return new Promise((resolve, reject) => {
      this._oauth2.getOAuthAccessToken(token, grant, (error, _accessToken, refreshToken, { id_token }) =>
        error ? reject(error) : resolve({ idToken: id_token, refreshToken: refreshToken ?? "" }),
      );
    });
  }
}

function appWith(strategy: Strategy, keep: (user: SignedIn) => void) {
  const passport = new Passport();
  passport.use(strategy);
  const authenticate = passport.authenticate("openidconnect", { session: false });
  const app = express();
  app.use(session({ secret: "of this test", resave: false, saveUninitialized: false }));
  app.get("/login", authenticate);
  app.get("/callback", authenticate, (request, response) => {
    keep(request.user as SignedIn);
    response.redirect("/signed-in");
  });
  return app;
}

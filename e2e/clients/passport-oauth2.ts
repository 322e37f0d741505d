/** passport-oauth2 in an Express application. It signs in; the rest uses node-oauth, on which it is built. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import session from "express-session";
import { Passport } from "passport";
import OAuth2Strategy from "passport-oauth2";
import { type Setting, walkOf } from "../support/client-walk.js";
import { type Tokens, tokensOf } from "../support/token-endpoint.js";

type Verified = (error: null, user: Tokens) => void;

class Strategy extends OAuth2Strategy {
  constructor({ issuer, client }: Setting) {
    const options = {
      authorizationURL: `${issuer}/oauth2/authorize`,
      tokenURL: `${issuer}/oauth2/token`,
      clientID: client.client_id,
      clientSecret: client.client_secret ?? "",
      callbackURL: "/callback",
      scope: "notes:read",
      // PKCE requires state, which requires express-session.
      state: true,
      pkce: true,
    };
    super(options, (accessToken: string, refreshToken: string, _profile: unknown, done: Verified) =>
      done(null, { accessToken, refreshToken }),
    );
  }

  /** As passport-oauth2-refresh does. */
  request(credential: string, parameters: { grant_type: string }): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      this._oauth2.getOAuthAccessToken(credential, parameters, (error, access_token, refresh_token) => {
        if (!error) resolve({ access_token, refresh_token });
        else if (error instanceof Error) reject(error);
        else reject(this.parseErrorResponse(error.data, error.statusCode));
      });
    });
  }
}

export const passportOauth2 = walkOf((setting, visit) => {
  const strategy = new Strategy(setting);
  return {
    async signIn() {
      const { app, signedIn } = appWith(strategy);
      const server = app.listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}`;
      await visit(new URL(`${url}/login`), `${url}/signed-in`).finally(() => {
        server.close();
        server.closeAllConnections();
      });
      return signedIn();
    },
    async refresh(refreshToken) {
      const body = await strategy.request(refreshToken, { grant_type: "refresh_token" });
      return tokensOf({ status: 200, body });
    },
    async clientCredentials() {
      return String((await strategy.request("", { grant_type: "client_credentials" })).access_token);
    },
    refusalIn(failure) {
      if (failure instanceof OAuth2Strategy.TokenError) return { kind: "TokenError", error: failure.code };
      throw failure;
    },
  };
});

function appWith(strategy: Strategy) {
  const passport = new Passport();
  passport.use(strategy);
  const authenticate = passport.authenticate("oauth2", { session: false });
  let tokens: Tokens | undefined;

  const app = express();
  app.use(session({ secret: "of this test", resave: false, saveUninitialized: false }));
  app.get("/login", authenticate);
  app.get("/callback", authenticate, (request, response) => {
    tokens = request.user as Tokens;
    response.redirect("/signed-in");
  });
  const signedIn = (): Tokens => {
    if (tokens === undefined) throw new Error("the application has no tokens");
    return tokens;
  };
  return { app, signedIn };
}

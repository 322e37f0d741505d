/** Third-party relying parties, as listed in docs/works-with.md: sign-in, userinfo, refresh and sign-out by OpenID Connect. */

import { join } from "node:path";
import { freePort, visit } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { authCoreParty } from "../clients/openid/auth-core.js";
import { expressOpenidConnectParty } from "../clients/openid/express-openid-connect.js";
import { oidcClientTsParty } from "../clients/openid/oidc-client-ts.js";
import { openidClientParty } from "../clients/openid/openid-client.js";
import { passportOpenidconnectParty } from "../clients/openid/passport-openidconnect.js";
import { springParty } from "../clients/openid/spring.js";
import { findChromium } from "../support/chromium.js";
import { partyWalkOfProgram, pythonScript } from "../support/converse.js";
import { folderIn, type ProgramName } from "../support/foreign-programs.js";
import { findSession } from "../support/refresh-tokens.js";
import { type Client, registerRelyingParty, registerUser, type User } from "../support/registrations.js";
import { appState, type PartyReport, type PartyWalk } from "../support/relying-party.js";
import { startTestStack, type TestStack } from "../support/stack.js";

interface Case {
  readonly name: string;
  readonly walk: PartyWalk;
  /** What it needs to be registered with, besides its addresses. */
  readonly settings?: readonly string[];
  /** Of its redirect URI. Default: /callback. */
  readonly callback?: string;
  /** Where it takes logout tokens, if it does. */
  readonly backchannel?: string;
  /** A page, whose origin has to be allowed. */
  readonly isInBrowser?: true;
  /** The program it needs; skipped without it. */
  readonly program?: ProgramName;
  /** It relies on PKCE alone. */
  readonly sendsNoNonce?: true;
  /** Its request for a sign-out has none. */
  readonly sendsNoState?: true;
}

const programs = inject("programs");

const parties: readonly Case[] = [
  { name: "openid-client", walk: openidClientParty },
  {
    name: "@auth/core",
    walk: authCoreParty,
    settings: ["--id-token-claims", "scope"],
    callback: "/auth/callback/regrant",
  },
  { name: "passport-openidconnect", walk: passportOpenidconnectParty, settings: ["--pkce", "nonce"] },
  { name: "express-openid-connect", walk: expressOpenidConnectParty, backchannel: "/backchannel-logout" },
  {
    name: "oidc-client-ts",
    walk: oidcClientTsParty,
    settings: ["--public"],
    isInBrowser: true,
    sendsNoNonce: true,
  },
  {
    name: "Authlib",
    walk: partyWalkOfProgram(pythonScript(folderIn(programs, "python"), "authlib_relying_party.py")),
    program: "python",
  },
  {
    name: "coreos/go-oidc",
    walk: partyWalkOfProgram([join(folderIn(programs, "go"), "client")]),
    backchannel: "/backchannel-logout",
    program: "go",
  },
  {
    name: "Spring Security",
    walk: springParty(join(folderIn(programs, "spring"), "client.jar")),
    callback: "/login/oauth2/code/regrant",
    backchannel: "/logout/connect/back-channel/regrant",
    sendsNoState: true,
    program: "spring",
  },
];

const isMissing = ({ isInBrowser, program }: Case) =>
  (isInBrowser && findChromium() === null) || (program !== undefined && "missing" in programs[program]);

let stack: TestStack;
let ada: User;

beforeAll(async () => {
  stack = await startTestStack();
  ada = await registerUser(
    stack,
    "ada@example.com",
    "--claim",
    "name=Ada Lovelace",
    "--claim",
    "email_verified=true",
  );
});
afterAll(() => stack.stop());

for (const party of parties) {
  const { name, walk, settings = [], callback = "/callback", ...can } = party;
  describe.skipIf(isMissing(party))(`${name}, as a relying party`, () => {
    let client: Client;
    let report: PartyReport;
    let postLogoutRedirectUri: string;

    beforeAll(async () => {
      const origin = `http://127.0.0.1:${await freePort()}`;
      const redirectUri = origin + callback;
      postLogoutRedirectUri = `${origin}/signed-out`;
      client = await registerRelyingParty(
        stack,
        ...["--redirect-uri", redirectUri, "--post-logout-redirect-uri", postLogoutRedirectUri],
        ...(can.backchannel === undefined ? [] : ["--backchannel-logout-uri", origin + can.backchannel]),
        ...(can.isInBrowser ? ["--allowed-origin", origin] : []),
        ...settings,
      );
      const cookies = new Map<string, string>();
      report = await walk(
        { issuer: stack.issuer, client, origin, redirectUri, postLogoutRedirectUri },
        {
          user: ada,
          visit: async (url, until) => (await visit(url, ada, until, { cookies })).address,
          endSession: (sessionId) => stack.regrant(["session", "revoke", sessionId, "--yes"]),
        },
      );
    });

    it("gets an ID token by the code flow", () => {
      expect(report.idToken).toMatchObject({
        iss: stack.issuer,
        aud: client.client_id,
        sub: expect.any(String),
        sid: expect.any(String),
        auth_time: expect.any(Number),
        ...(!can.sendsNoNonce && { nonce: expect.any(String) }),
      });
    });

    it("knows its user's name, e-mail address and roles", () => {
      expect(report.user).toMatchObject({
        sub: report.idToken.sub,
        name: "Ada Lovelace",
        email: ada.email,
        email_verified: true,
        roles: ["admin"],
      });
    });

    it("gets an ID token for the same sign-in at the refresh", () => {
      const { sub, sid, auth_time } = report.idToken;
      expect(report.refreshed).toMatchObject({ aud: client.client_id, sub, sid, auth_time });
    });

    it("signs the user out, who comes back", async () => {
      const returned = new URL(report.returned);
      // oidc-client-ts puts something of its own before it.
      if (!can.sendsNoState) expect(returned.searchParams.get("state")).toMatch(new RegExp(`${appState}$`));
      returned.search = "";
      expect(returned.href).toBe(postLogoutRedirectUri);
      expect(await findSession(stack.db, String(report.idToken.sid))).toMatchObject({
        revoke_reason: "logout",
      });
    });

    if (can.backchannel !== undefined)
      it("is told by back-channel logout that a session has ended", () => {
        expect(report.told).toEqual(expect.any(String));
      });
  });
}

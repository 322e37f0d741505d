/** The steps that every third-party OpenID Connect client goes through, and its report. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { Visit } from "./client-walk.js";
import { eventually } from "./eventually.js";
import type { Client, User } from "./registrations.js";
import { parseObject } from "./token-endpoint.js";

export type Claims = Readonly<Record<string, unknown>>;

export interface PartySetting {
  readonly issuer: string;
  readonly client: Client;
  /** Where it listens, if it does; nobody else does. */
  readonly origin: string;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
}

/** Around the relying party. */
export interface World {
  readonly user: User;
  /** One browser, so the user stays signed in. */
  readonly visit: Visit;
  /** An administrator ends this session, and the client has to be told. */
  readonly endSession: (sessionId: string) => Promise<unknown>;
}

export interface PartyReport {
  /** Of the ID token, from the code. */
  readonly idToken: Claims;
  /** What the application learns about its user: from the userinfo endpoint, unless the library takes the ID token's claims. */
  readonly user: Claims;
  /** Of the ID token from the refresh. */
  readonly refreshed: Claims;
  /** Where the user is after signing out. */
  readonly returned: string;
  /** The session that the client was told of, by back-channel logout. */
  readonly told?: unknown;
}

export type PartyWalk = (setting: PartySetting, world: World) => Promise<PartyReport>;

/** A library's operations. */
export interface RelyingParty {
  signIn(): Promise<{ readonly idToken: Claims; readonly user: Claims }>;
  /** @returns the claims of the new ID token */
  refresh(): Promise<Claims>;
  /** If it can be told that a session has ended: whether somebody is signed in. */
  isSignedIn?(): Promise<boolean>;
  /** RP-initiated: sends the browser away, and says where it ends up. */
  signOut(): Promise<URL>;
  close?(): Promise<void> | void;
}

/** The steps for a library or application that JavaScript can drive. */
export const partyWalkOf =
  (connect: (setting: PartySetting, world: World) => RelyingParty | Promise<RelyingParty>): PartyWalk =>
  async (setting, world) => {
    const party = await connect(setting, world);
    try {
      const signedIn = await party.signIn();
      const refreshed = await party.refresh();
      const { href: returned } = await party.signOut();
      return { ...signedIn, refreshed, returned, ...(party.isSignedIn && (await tell(party, world))) };
    } finally {
      await party.close?.();
    }
  };

/** Signs in again, and has that session ended from outside. */
async function tell(party: RelyingParty, { endSession }: World): Promise<Pick<PartyReport, "told">> {
  let idToken: Claims = {};
  // The notice of the session that has just ended may come after the next sign-in, and some libraries take it for all of the user's.
  await eventually("somebody is signed in", async () => {
    ({ idToken } = await party.signIn());
    return (await party.isSignedIn?.()) === true;
  });
  await endSession(String(idToken.sid));
  await eventually("the client is told", async () => !(await party.isSignedIn?.()));
  return { told: idToken.sid };
}

/** The state at sign-out. */
export const appState = "of the app";

/** For libraries without RP-initiated logout: the application sends the browser there. */
export function endSessionUrl({ issuer, postLogoutRedirectUri }: PartySetting, idToken: string): URL {
  const hint = { id_token_hint: idToken, post_logout_redirect_uri: postLogoutRedirectUri };
  return new URL(`${issuer}/oauth2/logout?${new URLSearchParams({ ...hint, state: appState })}`);
}

/** Verifies nothing. */
export function claimsIn(token: string): Claims {
  const [, claims = ""] = token.split(".");
  return parseObject(Buffer.from(claims, "base64url").toString());
}

/** Serves an application at its origin. @returns what stops it */
export async function serve(app: RequestListener, origin: string): Promise<() => void> {
  const { hostname, port } = new URL(origin);
  const server = createServer(app).listen(Number(port), hostname);
  await once(server, "listening");
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

/** An access token, by the keys in the database: what APIs make of it offline, and what its session says to it. */

import type { AccessTokenClaims, Jwk } from "@regrant/shared";
import { parseUrl } from "@regrant/shared";
import { compactVerify, decodeJwt, decodeProtectedHeader, errors, importJWK } from "jose";
import { findSessionState } from "../../sessions/state.sql.js";
import { listSessionEvents, type RecordedEvent } from "../../store/audit-trail.js";
import { listSigningKeys } from "../../store/signing-keys.js";
import { findTokenHolder } from "../../store/token-holders.js";
import { type Asked, type Explanation, eventsTold, moment } from "./explanation.js";
import { sessionEnd, signInAgain } from "./session-end.js";

export async function explainAccessToken(asked: Asked, text: string): Promise<Explanation> {
  const read = readUnverified(text);
  if (read === null) {
    return refuse("It has three parts like a JWT, and they are not one: it was cut or changed.", compare);
  }
  const { typ, alg, kid, iss } = read;
  if (typ?.toLowerCase() !== "at+jwt" || alg !== "RS256") {
    return refuse("It is a JWT, and no access token: its header is not typ at+jwt with alg RS256.", compare);
  }
  const { issuer } = asked.config;
  const key = (await listSigningKeys(asked.db)).find((candidate) => candidate.kid === kid);
  if (key === undefined && iss !== issuer) {
    return refuse(
      `It says that it comes from ${shown(iss)}, and this server is ${issuer}. Its key is not one of this server's.`,
      "Explain it where it was issued. If both are meant to be the same, set ISSUER to one spelling everywhere.",
    );
  }
  if (key === undefined) {
    return refuse(
      "Its key is not in this database: the key was removed when its last token had long expired, or the token is of another installation with the same ISSUER.",
      "Get a new one: refresh, or sign in again.",
    );
  }
  const claims = await verify(text, key.publicJwk);
  if (claims === null) {
    return refuse(
      "Its signature is wrong: something in it was changed, or it is made up. Nothing that it says counts.",
      compare,
    );
  }
  return explainClaims(asked, claims, key.kid, key.state);
}

const compare = "Compare it with what the token endpoint answered.";

const refuse = (why: string, next: string): Explanation => ({
  kind: "access_token",
  what: "It looks like an access token",
  works: false,
  why,
  next,
  facts: {},
  events: [],
});

interface Unverified {
  readonly typ: string | undefined;
  readonly alg: string | undefined;
  readonly kid: string | undefined;
  readonly iss: string | undefined;
}

function readUnverified(text: string): Unverified | null {
  try {
    const { typ, alg, kid } = decodeProtectedHeader(text);
    return { typ, alg, kid, iss: decodeJwt(text).iss };
  } catch {
    return null; // what jose says of it may quote it
  }
}

/** The origin of a URL, which is what an issuer is; nothing else that somebody may have written there. */
function shown(iss = ""): string {
  const origin = parseUrl(iss)?.origin ?? "null";
  return origin === "null" ? "no URL" : origin;
}

async function verify(text: string, jwk: Jwk): Promise<AccessTokenClaims | null> {
  try {
    const { payload } = await compactVerify(text, await importJWK(jwk, "RS256"), { algorithms: ["RS256"] });
    return JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch (cause) {
    if (cause instanceof errors.JOSEError) return null;
    throw cause;
  }
}

async function explainClaims(
  asked: Asked,
  claims: AccessTokenClaims,
  kid: string,
  keyState: string,
): Promise<Explanation> {
  const { config, db, nowMs } = asked;
  const expiresAt = new Date(claims.exp * 1000);
  const events = claims.sid === undefined ? [] : await listSessionEvents(db, claims.sid, eventsTold);
  const { end, email, clientName } = await standing(asked, claims, events);
  const facts = {
    "token id": claims.jti,
    key: `${kid} (${keyState})`,
    issuer: claims.iss,
    ...(email !== null && { user: email }),
    client: clientName === null ? claims.client_id : `${clientName} (${claims.client_id})`,
    ...(claims.sid !== undefined && { session: claims.sid }),
    resource: [claims.aud].flat().join(" "),
    scope: claims.scope ?? "–",
    issued: moment(new Date(claims.iat * 1000), nowMs),
    expires: moment(expiresAt, nowMs),
  };
  const what = `An access token of ${email ?? "the client itself"}${clientName === null ? "" : ` through ${clientName}`}, for ${facts.resource}`;
  const common = { kind: "access_token", what, facts, events } as const;
  const renew =
    claims.sid === undefined
      ? "Ask for a new one as before."
      : "Refresh, and repeat the request with the new one.";
  if (claims.iss !== config.issuer) {
    return {
      ...common,
      works: false,
      why: `This server signed it under the ISSUER ${claims.iss}, and now ISSUER is ${config.issuer}: APIs compare it letter for letter.`,
      next: "Set ISSUER here as the server has it; or, if it was changed, get a new token.",
    };
  }
  if (expiresAt.getTime() <= nowMs) {
    const why = `It expired on ${facts.expires}.`;
    return end === null
      ? { ...common, works: false, why, next: renew }
      : { ...common, works: false, why: `${why} ${end}`, next: signInAgain };
  }
  if (end !== null) {
    return {
      ...common,
      works: false,
      why: `${end} Introspection calls it inactive. APIs that check offline go on taking it until it expires, on ${facts.expires}.`,
      next: signInAgain,
    };
  }
  return {
    ...common,
    works: true,
    why: `It works at ${facts.resource} until ${facts.expires}.`,
    next: "If an API refuses it all the same: compare the API's ISSUER and AUDIENCE with issuer and resource here, and its clock; see that it reaches the key set.",
  };
}

/** Who stands behind it, and whether something has ended it before its time. */
async function standing(
  { db, nowMs }: Asked,
  { sid, client_id, sub }: AccessTokenClaims,
  events: readonly RecordedEvent[],
): Promise<{ end: string | null; email: string | null; clientName: string | null }> {
  if (sid !== undefined) {
    const session = await findSessionState(db, sid);
    return session === null
      ? { end: "Its session is gone: it ended and was purged.", email: null, clientName: null }
      : {
          end: sessionEnd(session, events, nowMs),
          email: session.email,
          clientName: session.clientName,
        };
  }
  const holder = await findTokenHolder(db, client_id, sub === client_id ? null : sub);
  if (holder === null) return { end: "Its client or user is gone.", email: null, clientName: null };
  const { clientDisabledAt, userDisabledAt, email, clientName } = holder;
  const end =
    userDisabledAt !== null
      ? `Its user was disabled on ${moment(userDisabledAt, nowMs)}.`
      : clientDisabledAt !== null
        ? `Its client was disabled on ${moment(clientDisabledAt, nowMs)}.`
        : null;
  return { end, email, clientName };
}

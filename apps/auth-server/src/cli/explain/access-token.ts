/** Explains an access token: whether APIs accept it offline, the state of its session, and what the status lists say. */

import type { AccessTokenClaims, Jwk } from "@regrant/shared";
import { isSigningAlgorithm, parseUrl, signingAlgorithms } from "@regrant/shared";
import { compactVerify, decodeJwt, decodeProtectedHeader, errors, importJWK } from "jose";
import { listEventsOf, type RecordedEvent } from "../../audit/audit-trail.sql.js";
import { listSigningKeys, type SigningKey } from "../../keys/signing-keys.sql.js";
import { actorsIn } from "../../oauth/introspection.js";
import { areEnabled, findTokenHolder } from "../../oauth/token-holders.sql.js";
import { findSessionState } from "../../sessions/state.sql.js";
import { type Asked, type Explanation, eventsTold, moment } from "./explanation.js";
import { sessionEnd, signInAgain } from "./session-end.js";
import { findStatusEntry, type StatusEntry } from "./status-entry.js";

export async function explainAccessToken(asked: Asked, text: string): Promise<Explanation> {
  const read = readUnverified(text);
  if (read === null) {
    return refuse("It has three parts like a JWT but is not one: it was truncated or changed.", compare);
  }
  const { typ, alg, kid, iss } = read;
  if (typ?.toLowerCase() !== "at+jwt" || !isSigningAlgorithm(alg)) {
    return refuse(
      `It is a JWT but not an access token: its header lacks typ at+jwt or an alg of ${signingAlgorithms.join(", ")}.`,
      "If you meant the access token, compare this with the token endpoint's response. If it is an ID token, an assertion or a DPoP proof: those are not explained here.",
    );
  }
  const { issuer } = asked.config;
  const key = (await listSigningKeys(asked.db)).find((candidate) => candidate.kid === kid);
  if (key === undefined && iss !== issuer) {
    return refuse(
      `Its issuer is ${shown(iss)}, but this server is ${issuer}. Its key is not one of this server's.`,
      "Explain it where it was issued. If both are the same server, spell ISSUER the same everywhere.",
    );
  }
  if (key === undefined) {
    return refuse(
      "Its key is not in this database: the key was removed long after its last token expired, or the token comes from another installation with the same ISSUER.",
      "Refresh, or sign in again.",
    );
  }
  const claims = await verify(text, key.publicJwk);
  if (claims === null) {
    return refuse("Its signature is wrong: it was changed or forged. Do not trust anything in it.", compare);
  }
  return explainClaims(asked, claims, key);
}

const compare = "Compare it with the token endpoint's response.";

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
    return null; // jose's message may quote the token
  }
}

/** Only the origin: the rest may be anything. */
function shown(iss = ""): string {
  const origin = parseUrl(iss)?.origin ?? "null";
  return origin === "null" ? "not a URL" : origin;
}

async function verify(text: string, jwk: Jwk): Promise<AccessTokenClaims | null> {
  try {
    const { payload } = await compactVerify(text, await importJWK(jwk, jwk.alg), {
      algorithms: [jwk.alg],
    });
    return JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch (cause) {
    if (cause instanceof errors.JOSEError) return null;
    throw cause;
  }
}

async function explainClaims(
  asked: Asked,
  claims: AccessTokenClaims,
  { kid, alg, state }: Pick<SigningKey, "kid" | "alg" | "state">,
): Promise<Explanation> {
  const { config, db, nowMs } = asked;
  const expiresAt = new Date(claims.exp * 1000);
  const events = claims.sid === undefined ? [] : await listEventsOf(db, "session_id", claims.sid, eventsTold);
  const [{ end, email, clientName }, entry] = await Promise.all([
    standing(asked, claims, events),
    findStatusEntry(db, claims),
  ]);
  const actors = claims.act === undefined ? [] : actorsIn(claims.act);
  const facts = {
    "token id": claims.jti,
    key: `${kid} (${alg}, ${state})`,
    issuer: claims.iss,
    ...(email !== null && { user: email }),
    ...(actors.length === 0
      ? { client: clientName === null ? claims.client_id : `${clientName} (${claims.client_id})` }
      : { client: claims.client_id, "exchanged by": actors.join(", before that by ") }),
    ...(claims.sid !== undefined && { session: claims.sid }),
    resource: [claims.aud].flat().join(" "),
    scope: claims.scope ?? "–",
    ...(claims.cnf !== undefined && { "bound to": `the key ${claims.cnf.jkt}` }),
    ...(entry !== null && { status: entry.told }),
    issued: moment(new Date(claims.iat * 1000), nowMs),
    expires: moment(expiresAt, nowMs),
  };
  const what = `An access token of ${email ?? "the client itself"}${clientName === null ? "" : ` through ${clientName}`}${actors.length === 0 ? "" : `, exchanged by ${actors[0]}`}, for ${facts.resource}`;
  const common = { kind: "access_token", what, facts, events } as const;
  const renew =
    claims.sid === undefined
      ? "Request a new one the same way."
      : "Refresh, then repeat the request with the new token.";
  if (claims.iss !== config.issuer) {
    return {
      ...common,
      works: false,
      why: `This server signed it when ISSUER was ${claims.iss}; ISSUER is now ${config.issuer}, and APIs compare the two letter for letter.`,
      next: "Set ISSUER here to the server's value. If the server's value changed, get a new token.",
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
      why: `${end} Introspection reports it inactive. ${whoRefuses(entry)} accept it until it expires, on ${facts.expires}.`,
      next: signInAgain,
    };
  }
  return {
    ...common,
    works: true,
    why: `It works at ${facts.resource} until ${facts.expires}${claims.cnf === undefined ? "" : ", with a DPoP proof of the key that it is bound to (RFC 9449), and not as a Bearer token"}.`,
    next: `If an API still refuses it, compare its ISSUER and AUDIENCE with issuer and resource here, check its clock, and check that it can fetch the key set and that its ALGORITHMS have ${alg}.`,
  };
}

const whoRefuses = (entry: StatusEntry | null): string =>
  entry?.isRevoked
    ? "Its status list says so too: APIs that poll the lists refuse it within seconds; others that verify offline"
    : "Its status list does not say so: APIs that verify offline";

/** Its user and client, and what ended it early, if anything did. */
async function standing(
  { db, nowMs }: Asked,
  { sid, client_id, sub, aud, act }: AccessTokenClaims,
  events: readonly RecordedEvent[],
): Promise<{ end: string | null; email: string | null; clientName: string | null }> {
  const isCut = act !== undefined && !(await areEnabled(db, actorsIn(act)));
  const cut = isCut ? "A client that exchanged it was disabled or deleted." : null;
  if (sid !== undefined) {
    const session = await findSessionState(db, sid);
    return session === null
      ? {
          end: "Its session no longer exists: it ended and was purged, or its user, client or API was deleted.",
          email: null,
          clientName: null,
        }
      : {
          end: sessionEnd(session, events, nowMs) ?? cut,
          email: session.email,
          clientName: session.clientName,
        };
  }
  const holder = await findTokenHolder(db, client_id, sub === client_id ? null : sub, [aud].flat());
  if (holder === null) return { end: "Its client, user or API was deleted.", email: null, clientName: null };
  const { clientDisabledAt, userDisabledAt, email, clientName } = holder;
  const end =
    userDisabledAt !== null
      ? `The user was disabled on ${moment(userDisabledAt, nowMs)}.`
      : clientDisabledAt !== null
        ? `The client was disabled on ${moment(clientDisabledAt, nowMs)}.`
        : cut;
  return { end, email, clientName };
}

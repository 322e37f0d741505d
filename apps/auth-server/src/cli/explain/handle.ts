/** Explains 43 characters that hold 256 bits: an authorization code, a secret, a sign-in cookie, or a kid. */

import { listEventsOf } from "../../audit/audit-trail.sql.js";
import { listSigningKeys, type SigningKey } from "../../keys/signing-keys.sql.js";
import { hashSecret } from "../../secrets.js";
import { type Asked, type Explanation, eventsTold, moment } from "./explanation.js";
import { findHandleOwner, type HandleOwner } from "./handle-owner.sql.js";

export async function explainHandle(asked: Asked, text: string): Promise<Explanation> {
  const key = (await listSigningKeys(asked.db)).find(({ kid }) => kid === text);
  if (key !== undefined) return explainKey(key, asked.nowMs);
  const owner = await findHandleOwner(asked.db, hashSecret(text));
  if (owner === null) {
    return {
      kind: "unknown",
      what: "It looks like an authorization code, a secret or a kid",
      works: false,
      why: "Nothing here matches it. It may be an old code, a replaced secret, a removed key, or come from another installation.",
      next: "If it is a code, start again at the authorization endpoint. If it is a secret, create a new one.",
      facts: {},
      events: [],
    };
  }
  const events =
    owner.sessionId === null ? [] : await listEventsOf(asked.db, "session_id", owner.sessionId, eventsTold);
  return {
    kind: owner.kind,
    facts: factsOf(owner, asked.nowMs),
    events,
    ...judgements[owner.kind](owner, asked.nowMs),
  };
}

const factsOf = ({ email, clientId, resource, sessionId, expiresAt }: HandleOwner, nowMs: number) => ({
  ...(email !== null && { user: email }),
  ...(clientId !== null && { client: clientId }),
  ...(resource !== null && { resource }),
  ...(sessionId !== null && { session: sessionId }),
  ...(expiresAt !== null && { expires: moment(expiresAt, nowMs) }),
});

type Judgement = Pick<Explanation, "what" | "works" | "why" | "next">;

const judgements: Readonly<Record<HandleOwner["kind"], (owner: HandleOwner, nowMs: number) => Judgement>> = {
  authorization_code: ({ email, clientId, sessionId, expired, expiresAt, disabledAt }, nowMs) => {
    const what = `An authorization code of ${email} for the client ${clientId}`;
    const next = "Start again at the authorization endpoint.";
    if (sessionId !== null) {
      const why = `It was redeemed and opened the session ${sessionId}. Using it again would end that session.`;
      return { what, works: false, why, next: "Use the tokens that the client received for it." };
    }
    if (disabledAt !== null) return { what, works: false, why: disabled("user", disabledAt, nowMs), next };
    if (expired && expiresAt !== null)
      return {
        what,
        works: false,
        why: `It expired unredeemed on ${moment(expiresAt, nowMs)}.`,
        next,
      };
    return {
      what,
      works: true,
      why: "It has not been redeemed yet.",
      next: "Redeem it at once with the code_verifier of its request; or better, start again, since you have seen it.",
    };
  },
  sign_in: ({ email, expired, expiresAt, disabledAt }, nowMs) => {
    const what = `The cookie of a browser where ${email} is signed in`;
    if (disabledAt !== null)
      return { what, works: false, why: disabled("user", disabledAt, nowMs), next: "Ask the operator." };
    return {
      what,
      works: !expired,
      why: `It ${expired ? "expired" : "expires"} on ${expiresAt === null ? "–" : moment(expiresAt, nowMs)}.`,
      next: expired ? "Sign in again." : "Only that browser should have it. To end it, sign out there.",
    };
  },
  client_secret: ({ clientId, disabledAt }, nowMs) => ({
    what: `The secret of the client ${clientId}`,
    works: disabledAt === null,
    why:
      disabledAt === null
        ? "It is one of the client's current secrets."
        : disabled("client", disabledAt, nowMs),
    next:
      disabledAt === null
        ? "Store it where only the client can read it. If others may have seen it: regrant client secret rotate"
        : "Ask the operator.",
  }),
  resource_secret: ({ resource }) => ({
    what: `The secret of the API ${resource}`,
    works: true,
    why: "It is one of the API's current secrets for the introspection endpoint.",
    next: "Store it where only the API can read it. If others may have seen it: regrant resource secret <uri>",
  }),
};

const disabled = (who: string, at: Date, nowMs: number): string =>
  `The ${who} was disabled on ${moment(at, nowMs)}.`;

const states = {
  staged: "It is published but does not sign yet, so that verifiers can fetch it first.",
  active: "It signs all new tokens of its algorithm.",
  retired: "It no longer signs. It stays published until its last token has expired.",
} as const;

function explainKey(key: SigningKey, nowMs: number): Explanation {
  const { kid, alg, state, stagedAt, activatedAt, retiredAt } = key;
  return {
    kind: "signing_key",
    what: `The signing key ${kid}`,
    works: true,
    why: states[state],
    next: "Nothing: the server rotates keys on schedule.",
    facts: {
      algorithm: alg,
      state,
      staged: moment(stagedAt, nowMs),
      ...(activatedAt !== null && { activated: moment(activatedAt, nowMs) }),
      ...(retiredAt !== null && { retired: moment(retiredAt, nowMs) }),
    },
    events: [],
  };
}

/** 256 bits in 43 characters: an authorization code, a secret, a sign-in's cookie, or a key's public name. */
import { hashSecret } from "../../secrets.js";
import { listEventsOf } from "../../store/audit-trail.js";
import { findHandleOwner, type HandleOwner } from "../../store/handles.js";
import { listSigningKeys, type SigningKey } from "../../store/signing-keys.js";
import { type Asked, type Explanation, eventsTold, moment } from "./explanation.js";

export async function explainHandle(asked: Asked, text: string): Promise<Explanation> {
  const key = (await listSigningKeys(asked.db)).find(({ kid }) => kid === text);
  if (key !== undefined) return explainKey(key, asked.nowMs);
  const owner = await findHandleOwner(asked.db, hashSecret(text));
  if (owner === null) {
    return {
      kind: "unknown",
      what: "It has the form of an authorization code, a secret or a key's name",
      works: false,
      why: "Nothing here has this value: a code that is long gone, a secret that was replaced, a key that was removed, or something of another installation.",
      next: "A code: start again at the authorization endpoint. A secret: make a new one.",
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
      const why = `It was redeemed, and opened the session ${sessionId}. A second use ends that session.`;
      return { what, works: false, why, next: "Use the tokens that it was redeemed for." };
    }
    if (disabledAt !== null) return { what, works: false, why: disabled("user", disabledAt, nowMs), next };
    if (expired && expiresAt !== null)
      return {
        what,
        works: false,
        why: `It was not redeemed, and expired on ${moment(expiresAt, nowMs)}.`,
        next,
      };
    return {
      what,
      works: true,
      why: "It was not redeemed yet.",
      next: "Redeem it at once, with the code_verifier of its request. It has been seen by you now: better start again.",
    };
  },
  sign_in: ({ email, expired, expiresAt, disabledAt }, nowMs) => {
    const what = `The cookie of a browser in which ${email} is signed in`;
    if (disabledAt !== null)
      return { what, works: false, why: disabled("user", disabledAt, nowMs), next: "Ask the operator." };
    return {
      what,
      works: !expired,
      why: `It ${expired ? "expired" : "expires"} on ${expiresAt === null ? "–" : moment(expiresAt, nowMs)}.`,
      next: expired ? "Sign in again." : "It should be in that browser alone: sign out there to end it.",
    };
  },
  client_secret: ({ clientId, disabledAt }, nowMs) => ({
    what: `The secret of the client ${clientId}`,
    works: disabledAt === null,
    why: disabledAt === null ? "It is the client's, and counts." : disabled("client", disabledAt, nowMs),
    next:
      disabledAt === null
        ? "Keep it where only the client reads it. If others may have seen it, make a new one."
        : "Ask the operator.",
  }),
  resource_secret: ({ resource }) => ({
    what: `The secret of the API ${resource}`,
    works: true,
    why: "It is the API's, and counts at the introspection endpoint.",
    next: "Keep it where only the API reads it. If others may have seen it, make a new one: regrant resource secret <uri>",
  }),
};

const disabled = (who: string, at: Date, nowMs: number): string =>
  `Its ${who} was disabled on ${moment(at, nowMs)}.`;

const states = {
  staged: "It is published and does not sign yet: verifiers fetch it meanwhile.",
  active: "It signs every token now.",
  retired: "It signs no more, and is published until its last token has expired.",
} as const;

function explainKey(key: SigningKey, nowMs: number): Explanation {
  const { kid, state, stagedAt, activatedAt, retiredAt } = key;
  return {
    kind: "signing_key",
    what: `The signing key ${kid}`,
    works: true,
    why: states[state],
    next: "Nothing: keys move by the clock.",
    facts: {
      state,
      staged: moment(stagedAt, nowMs),
      ...(activatedAt !== null && { activated: moment(activatedAt, nowMs) }),
      ...(retiredAt !== null && { retired: moment(retiredAt, nowMs) }),
    },
    events: [],
  };
}

/** What passkeys need of the process, and how an answer is refused. */
import { OAuthError, type Reason } from "@regrant/shared";
import type { Origin } from "../audit/actor.js";
import type { AuditRefusal } from "../audit/refusal-audit.js";
import type { Background } from "../background.js";
import type { Pool } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { type ChallengeUse, judgeChallenge } from "./challenges.js";
import { challengeIn } from "./passkey-answers.js";

export interface PasskeyRoom {
  readonly db: Pool;
  readonly secrets: Secrets;
  readonly config: { readonly issuer: string };
  readonly now: () => number;
  readonly auditRefusal: AuditRefusal;
  readonly background: Background;
}

/** About whom the audit tells of a refusal: the passkey's owner, where it is known. */
export interface About {
  readonly userId?: string;
  readonly id?: string;
}

/** How an answer that proves nothing is refused: alike, whatever the problem, which the audit has. */
export type Refuse = (problem: unknown, about?: About, reason?: Reason) => OAuthError;

const descriptions: Partial<Record<Reason, string>> = {
  passkey_too_late: "This page was open for too long. Try again.",
  user_disabled: "The user is disabled.",
};

export const refusing =
  ({ db, auditRefusal, background }: PasskeyRoom, origin: Origin): Refuse =>
  (problem, about = {}, reason = "passkey_refused") => {
    const { userId, id } = about;
    const words = problem instanceof Error ? problem.message.slice(0, 300) : problem;
    const detail = { kind: "passkey", ...(id !== undefined && { id }), problem: words };
    const who = userId !== undefined && { userId };
    background.add(
      auditRefusal(db, { event: "factor.refused", reason, ...who, ...origin, detail }, userId),
      "a refused passkey could not be audited",
    );
    const description = descriptions[reason] ?? "This passkey proves nothing here.";
    return new OAuthError("invalid_grant", description, { reason, cause: problem });
  };

/** Whatever goes wrong in reading or verifying an answer is the answer's fault. */
export async function orRefuse<T>(refuse: Refuse, work: () => T | Promise<T>, about?: About): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof OAuthError ? error : refuse(error, about);
  }
}

/** @throws {OAuthError} unless this server asked for it, on this page, for this use. @returns the challenge in base64url */
export function checkChallenge(
  { secrets, now }: PasskeyRoom,
  refuse: Refuse,
  clientDataJSON: string,
  use: ChallengeUse,
): string {
  const challenge = challengeIn(clientDataJSON);
  const judged = judgeChallenge(secrets, Buffer.from(challenge, "base64url"), use, now());
  if (judged === "good") return challenge;
  const about = use.userId === null ? {} : { userId: use.userId };
  if (judged === "expired")
    throw refuse("the challenge is more than ten minutes old", about, "passkey_too_late");
  throw refuse("the challenge is none of this page's", about);
}

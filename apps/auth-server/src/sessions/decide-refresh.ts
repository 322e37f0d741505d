/**
 * The decision on a refresh that the single statement did not match: a pure function of the session's row and the
 * presented token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */

import type { JudgedSession } from "./judge.sql.js";
import { hashRefreshSecret, type RefreshToken } from "./refresh-token.js";

export type RefreshDecision =
  /** The current token's parent, inside the window, its successor unused: answered with the same successor. */
  | "retried"
  /** Valid after all: the obstacle has been removed meanwhile. */
  | "current"
  | RefreshRefusal;

export type RefreshRefusal =
  /** Another client's token. */
  | "wrong_client"
  | "revoked"
  /** A generation that the row has not reached: the database was restored from a backup. */
  | "ahead"
  /** An older generation, and no retry: somebody uses a copy of the token. */
  | "reused"
  /** Valid, but from another network or country, and the policy ends the session (policies.ts). */
  | "address_changed"
  /** Valid, but one refresh too many within an access token's lifetime, and the policy ends the session. */
  | "refresh_burst"
  /** The row's generation and a valid tag, but not the row's secret. */
  | "mismatch"
  /** The session is bound to a key, and the request proves none. */
  | "proof_missing"
  /** The session is bound to another key than the request proves. */
  | "key_mismatch"
  /** Tokens of the session's resource are always bound to a key. */
  | "dpop_required"
  | "client_disabled"
  | "user_disabled"
  /** The idle or absolute lifetime is over. */
  | "expired"
  /** The client may no longer request the session's resource. */
  | "resource_lost"
  /** None of the requested scope was granted. */
  | "scope_exceeds_grant"
  | "resource_exceeds_grant"
  | "unknown";

/** A presented refresh. Its tag is valid, so this server issued its generation. */
export interface PresentedRefresh {
  readonly clientId: string;
  readonly generation: number;
  readonly secretHash: Buffer;
  /** The presented token's successor under each entry of `SECRETS`. */
  readonly successors: readonly RefreshToken[];
  /** It was presented before and may have rotated the row then: the database never answered. */
  readonly wasUnanswered: boolean;
  readonly scope: readonly string[] | null;
  readonly resource: string | null;
  /** The thumbprint of the key that the request proves. */
  readonly jkt: string | null;
}

/** `retrySeconds` is `REFRESH_RETRY_SECONDS`; 0 makes every second use a reuse. */
export function decideRefresh(
  session: JudgedSession | null,
  presented: PresentedRefresh,
  retrySeconds: number,
): RefreshDecision {
  if (session === null) return "unknown";
  if (session.clientId !== presented.clientId) return "wrong_client";
  if (session.revoked) return "revoked";
  if (presented.generation > session.generation) return "ahead";
  const older = presented.generation < session.generation;
  if (older && !isRetry(session, presented, retrySeconds)) return "reused";
  if (!older && !session.secretHash.equals(presented.secretHash)) return "mismatch";
  if (session.jkt !== presented.jkt && session.jkt !== null)
    return presented.jkt === null ? "proof_missing" : "key_mismatch";
  if (session.requireDpop && presented.jkt === null) return "dpop_required";
  if (session.clientDisabled) return "client_disabled";
  if (session.userDisabled) return "user_disabled";
  if (session.expired) return "expired";
  if (session.resourceLost) return "resource_lost";
  if (presented.scope !== null && !presented.scope.some((token) => session.scope.includes(token)))
    return "scope_exceeds_grant";
  if (presented.resource !== null && presented.resource !== session.resource) return "resource_exceeds_grant";
  return older ? "retried" : "current";
}

function isRetry(session: JudgedSession, presented: PresentedRefresh, retrySeconds: number): boolean {
  return (
    presented.generation + 1 === session.generation &&
    retrySeconds > 0 &&
    // Used with the session's key before it was bound to it, and now without: two hold it, and one of them has stolen it.
    (presented.generation >= session.jktGeneration || presented.jkt === session.jkt) &&
    (presented.wasUnanswered || session.secondsSinceRotation <= retrySeconds) &&
    findCurrent(session, presented.successors) !== undefined
  );
}

/** The token that the session's row expects next, if it is among these. */
export const findCurrent = (
  session: JudgedSession,
  tokens: readonly RefreshToken[],
): RefreshToken | undefined =>
  tokens.find(({ secret }) => hashRefreshSecret(secret).equals(session.secretHash));

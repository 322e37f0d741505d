/**
 * The decision on a refresh that the one statement did not match: a pure function of the session's row and
 * the token presented.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */

import { hashRefreshSecret, type RefreshToken } from "../tokens/refresh-token.js";
import type { JudgedSession } from "./judge.sql.js";

export type RefreshDecision =
  /** The parent of the current token, inside the window, its successor unused: the same successor again. */
  | "retried"
  /** Everything holds after all: what stood in the way was changed back meanwhile. */
  | "current"
  | RefreshRefusal;

export type RefreshRefusal =
  /** Another client's token. */
  | "wrong_client"
  | "revoked"
  /** A generation that the row has not reached: the database was restored from a backup. */
  | "ahead"
  /** An older generation that is not retried: a copy of the token is in use. */
  | "reused"
  /** Good, from another network or country, where a policy ends the session then (policies.ts). */
  | "address_changed"
  /** Good, one too many within an access token's life, where a policy ends the session then. */
  | "refresh_burst"
  /** The row's generation with a good tag, yet not the row's secret. */
  | "mismatch"
  | "client_disabled"
  | "user_disabled"
  /** Idle or absolute lifetime over. */
  | "expired"
  /** The client may no longer ask for the session's resource. */
  | "resource_lost"
  /** Nothing of the scope that is asked for was granted. */
  | "scope_exceeds_grant"
  | "resource_exceeds_grant"
  | "unknown";

/** The refresh as presented. Its tag was checked before, so its generation is one that this server issued. */
export interface PresentedRefresh {
  readonly clientId: string;
  readonly generation: number;
  readonly secretHash: Buffer;
  /** What follows from the presented token under each entry of `SECRETS`. */
  readonly successors: readonly RefreshToken[];
  /** It was presented before, and may have rotated the row then: the database never answered. */
  readonly wasUnanswered: boolean;
  readonly scope: readonly string[] | null;
  readonly resource: string | null;
}

/** `retrySeconds` is `REFRESH_RETRY_SECONDS`; with 0 every second use is reuse. */
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
    (presented.wasUnanswered || session.secondsSinceRotation <= retrySeconds) &&
    findCurrent(session, presented.successors) !== undefined
  );
}

/** The one of these tokens that the session's row expects next, if any. */
export const findCurrent = (
  session: JudgedSession,
  tokens: readonly RefreshToken[],
): RefreshToken | undefined =>
  tokens.find(({ secret }) => hashRefreshSecret(secret).equals(session.secretHash));

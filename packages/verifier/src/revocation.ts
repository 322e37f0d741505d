/**
 * Whether a token's session was ended, by its issuer's status lists. Nobody is asked while a request waits.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/21/ §8.3
 */

import { OAuthError, type StatusListReference } from "@regrant/shared";
import type { AccessToken } from "./claims.js";
import { refuseToken } from "./refuse.js";
import { statusAt } from "./status-list.js";
import {
  createStatusLists,
  type RevocationStatus,
  type StatusEntry,
  type StatusListsOptions,
} from "./status-lists.js";
import { under } from "./under.js";

export interface RevocationCheck {
  /**
   * Where the status of a token with a verified signature is; null if it has none.
   *
   * @throws OAuthError `invalid_token` if it refers to anything but a list of its issuer
   */
  entryOf(token: AccessToken): StatusEntry | null;
  /** @throws OAuthError `invalid_token`, reason `token_revoked`; 503 `temporarily_unavailable`, reason `status_unavailable` */
  check(entry: StatusEntry, at: number): void;
  poll(): Promise<void>;
  status(): RevocationStatus;
  close(): void;
}

export function createRevocationCheck(options: StatusListsOptions): RevocationCheck {
  const lists = createStatusLists(options);
  const prefix = under(options.issuer, "/");
  const staleMilliseconds = options.staleSeconds * 1_000;
  let refused = 0;
  let askedStale = 0;

  return {
    entryOf({ claims }) {
      if (claims.status === undefined) return null;
      const reference = referenceIn(claims.status);
      // Any other address would let whoever makes tokens choose where this API connects to.
      if (reference === null || !isBelow(prefix, reference.uri)) throw unusable();
      const list = lists.follow(reference.uri, (claims.exp + options.clockToleranceSeconds) * 1_000);
      if (list === null) throw unusable();
      return { list, idx: reference.idx };
    },

    check({ list: polled, idx }, at) {
      lists.touch(polled, at);
      const { list } = polled;
      if (list !== null) {
        const status = statusAt(list, idx);
        if (status === 0 && at - polled.confirmedAt < staleMilliseconds) return;
        if (status === undefined) throw unusable();
        if (status !== 0) {
          refused += 1;
          throw refuseToken("token_revoked", "the session of the access token has ended");
        }
      } else if (at - polled.confirmedAt < staleMilliseconds) return;
      askedStale += 1;
      if (options.onStale === "refuse") throw unavailable();
    },

    poll: lists.poll,
    status: () => ({ ...lists.status(), refused, askedStale }),
    close: lists.close,
  };
}

function referenceIn(status: unknown): StatusListReference | null {
  const { status_list: reference } = status as { readonly status_list?: Partial<StatusListReference> | null };
  if (typeof reference !== "object" || reference === null) return null;
  const { idx, uri } = reference;
  return Number.isSafeInteger(idx) && Number(idx) >= 0 && typeof uri === "string"
    ? { idx: Number(idx), uri }
    : null;
}

/** Spelled as the URL parser would, so that no dots lead out. */
function isBelow(prefix: string, uri: string): boolean {
  return uri.startsWith(prefix) && URL.canParse(uri) && new URL(uri).href === uri;
}

const unusable = (): OAuthError =>
  refuseToken("token_status", "status: the access token refers to no entry of a status list of its issuer");

const unavailable = (): OAuthError =>
  new OAuthError("temporarily_unavailable", "whether the session has ended cannot be known at the moment", {
    reason: "status_unavailable",
    headers: { "retry-after": "5" },
  });

/** Stores and presents the refresh token (G and H). @see https://www.rfc-editor.org/rfc/rfc6749#section-6 */
import * as oauth from "oauth4webapi";
import { RefusedError, SignedOutError } from "./errors.js";
import { type ClientOptions, nameOf, signInStoreOf } from "./options.js";
import type { Server, TokenAnswer } from "./server.js";
import type { Store } from "./store.js";

export interface RefreshTokens {
  /** Presents the refresh token, once. @throws SignedOutError | UnavailableError | RefusedError */
  present(): Promise<TokenAnswer>;
  /** Stores the response's refresh token; without one, the old one remains valid. */
  keep(answer: Pick<oauth.TokenEndpointResponse, "refresh_token">): Promise<void>;
  /** Ends the grant here and, if possible, at the server. @returns whether the server has ended it */
  end(): Promise<boolean>;
}

export function refreshTokensOf(options: ClientOptions, server: Server): RefreshTokens {
  const { refreshTokenStore } = options;
  const name = nameOf(options);
  return refreshTokenStore === undefined
    ? inCookie(signInStoreOf(options), `${name} signed_out`, server)
    : inStore(refreshTokenStore, `${name} refresh_token`, server);
}

/**
 * In the HttpOnly cookie: the browser sends it, the server replaces it, and no script sees it. Scripts cannot delete
 * it either: if the server does not, a mark stands for that until the next sign-in.
 */
function inCookie(marks: Store, key: string, server: Server): RefreshTokens {
  const { client } = server;
  return {
    async present() {
      if ((await marks.getItem(key)) !== null) throw new SignedOutError("signed_out");
      return orSignedOut(
        server.requestTokens(["G", "H"], (metadata, { additionalParameters = {}, ...options }) =>
          oauth.genericTokenEndpointRequest(
            metadata,
            client,
            oauth.None(),
            "refresh_token",
            additionalParameters,
            options,
          ),
        ),
      );
    },
    keep: async () => marks.removeItem(key),
    async end() {
      const marked = Promise.resolve(marks).then((store) => store.setItem(key, "1"));
      // A failing store must not keep alive a grant that the server could end.
      const isEnded = await marked.catch(() => undefined).then(() => server.revoke());
      if (!isEnded) await marked;
      else await marks.removeItem(key);
      return isEnded;
    },
  };
}

function inStore(store: Store, key: string, server: Server): RefreshTokens {
  const presentToken = (token: string) =>
    orSignedOut(
      server.requestTokens(["G", "H"], (metadata, options) =>
        oauth.refreshTokenGrantRequest(metadata, server.client, oauth.None(), token, options),
      ),
    );
  /** What the store failed to take: a full disk must not make the next refresh reuse an old token. */
  let notKept: string | null = null;
  return {
    async present() {
      const token = notKept ?? (await store.getItem(key));
      if (token === null) throw new SignedOutError("refresh_token_missing");
      return presentToken(token).catch(async (error: unknown) => {
        if (!(error instanceof SignedOutError)) throw error;
        // Another process with the same store may have been faster and stored a newer token.
        const newer = await store.getItem(key);
        if (newer !== null && newer !== token) return presentToken(newer);
        notKept = null;
        await store.removeItem(key);
        throw error;
      });
    },
    async keep({ refresh_token: next }) {
      if (next === undefined) return;
      notKept = next;
      await store.setItem(key, next);
      notKept = null;
    },
    async end() {
      const token = notKept ?? (await store.getItem(key));
      notKept = null;
      const removed = Promise.resolve(store).then((from) => from.removeItem(key));
      // A failing store must not keep alive a grant that the server could end.
      const isEnded = await removed.catch(() => undefined).then(() => token === null || server.revoke(token));
      await removed;
      return isEnded;
    },
  };
}

/** Only `invalid_grant` means that the grant has ended (RFC 6749 §5.2). */
const orSignedOut = (presented: Promise<TokenAnswer>): Promise<TokenAnswer> =>
  presented.catch((error: unknown) => {
    const isDead = error instanceof RefusedError && error.error === "invalid_grant";
    throw isDead ? new SignedOutError(error.reason ?? error.error) : error;
  });

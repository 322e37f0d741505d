/**
 * The client's session: access token and ID token in memory, one refresh shared by all who wait, and the end.
 *
 * It is `unknown` until the first refresh shows whether there is a grant.
 */
import type { TokenEndpointResponse } from "oauth4webapi";
import { RefusedError, SignedOutError, UnavailableError } from "./errors.js";
import type { Wire } from "./events.js";
import { type AskedOfIdToken, freeze, type IdToken } from "./id-token.js";
import { type ClientOptions, defaultRefreshAheadSeconds, nameOf } from "./options.js";
import type { Proofs } from "./proofs.js";
import { refreshTokensOf } from "./refresh-tokens.js";
import { retry } from "./retry.js";
import type { Server, TokenAnswer } from "./server.js";
import type { Redeem } from "./sign-in.js";
import { type AccessToken, joinTabs, standAlone, type TabMessage } from "./tabs.js";

export interface Session {
  /** The access token in memory, perhaps expired. */
  current(): AccessToken | null;
  /** The newest verified ID token, perhaps expired. */
  idToken(): IdToken | null;
  /** A token to send now; `mustBeFresh` if the request cannot be repeated. @throws as `replace` */
  token(mustBeFresh: boolean): Promise<AccessToken>;
  /** The token after `stale`. @throws SignedOutError | UnavailableError | RefusedError */
  replace(stale: AccessToken | null): Promise<AccessToken>;
  /**
   * Starts over with the tokens of a sign-in, while no tab refreshes. Without the ID token that was asked for, they are
   * discarded.
   */
  begin(redeem: Redeem): Promise<void>;
  /** Ends the session here and in other tabs. @returns whether the server has ended it too */
  end(): Promise<boolean>;
  close(): void;
}

type State =
  | { readonly name: "unknown" }
  | { readonly name: "signed-in"; readonly token: AccessToken; readonly idToken: IdToken | null }
  | { readonly name: "signed-out"; readonly reason: string };

/** The server did not bind its tokens to the key, or did so unasked. */
const wrongTokenType = "token_type_unexpected";

/** The reasons if nobody was signed in before: nothing has ended. */
const wasNeverSignedIn = ["refresh_token_missing", "signed_out", "id_token_invalid", wrongTokenType];

/**
 * A refresh brought another user's tokens: in a tab that this one could not hear, somebody else has signed in. It ends
 * here alone, as the grant is that user's.
 */
const userChanged = "user_changed";

export function openSession(options: ClientOptions, proofs: Proofs, server: Server, wire: Wire): Session {
  const refreshTokens = refreshTokensOf(options, server);
  const { refreshTokenStore } = options;
  // Tabs that still run a release of the app without proofs cannot use these tokens, nor this tab theirs.
  const name = [nameOf(options), ...(options.dpop ? ["dpop"] : [])].join(" ");
  const tabs = refreshTokenStore === undefined ? joinTabs(name, hear) : standAlone(name, refreshTokenStore);
  const aheadMs = (options.refreshAheadSeconds ?? defaultRefreshAheadSeconds) * 1_000;
  let state: State = { name: "unknown" };
  let changedAt = 0;
  let refreshing: Promise<AccessToken> | null = null;
  let busy: { readonly until: number; readonly error: UnavailableError } | null = null;

  function become(next: State, at: number): void {
    state = next;
    changedAt = at;
  }

  const current = (): AccessToken | null => (state.name === "signed-in" ? state.token : null);
  const currentIdToken = (): IdToken | null => (state.name === "signed-in" ? state.idToken : null);

  function checkSignedIn(): void {
    if (state.name === "signed-out") throw new SignedOutError(state.reason);
  }

  /** The grant ended elsewhere. */
  function lose(reason: string, at: number): void {
    const isNews =
      state.name === "signed-in" || (state.name === "unknown" && !wasNeverSignedIn.includes(reason));
    become({ name: "signed-out", reason }, at);
    if (isNews) queueMicrotask(() => options.onSignedOut?.(reason));
  }

  /** A message from another tab. Messages can cross, so older ones are ignored, unless the clock was set back. */
  function hear(message: TabMessage): void {
    const wasPutBack = changedAt > Date.now();
    if (message.at < changedAt && !wasPutBack) return;
    if (message.type === "signed-out") {
      lose(message.reason, message.at);
      return;
    }
    const before = currentIdToken();
    const { token } = message;
    // A tab that runs an older release says nothing of it.
    const idToken = freeze(message.idToken ?? null);
    become({ name: "signed-in", token, idToken }, message.at);
    void refreshTokens.keep({});
    if (message.isSignIn) proofs.forget();
    wire.shared();
    if (message.isSignIn || isOtherUser(before, idToken)) queueMicrotask(() => options.onSignedIn?.());
  }

  async function adopt(
    { tokens }: TokenAnswer,
    idToken: IdToken | null,
    isSignIn: boolean,
  ): Promise<AccessToken> {
    const token = toAccessToken(tokens);
    become({ name: "signed-in", token, idToken }, token.receivedAt);
    tabs.tell({ type: "tokens", at: token.receivedAt, isSignIn, token, idToken });
    // Last: if the store fails, the caller learns of it, but the tokens are in place.
    await refreshTokens.keep(tokens);
    return token;
  }

  /** @throws RefusedError | UnavailableError */
  async function verify(answer: TokenAnswer, asked: AskedOfIdToken): Promise<IdToken | null> {
    const { token_type: given } = answer.tokens;
    if (given === proofs.tokenType) return answer.verifyIdToken(asked);
    const description = `${options.issuer} answered with the token_type ${given} where ${proofs.tokenType} was asked for`;
    throw new RefusedError("invalid_token", wrongTokenType, description);
  }

  /** Discards the tokens of a sign-in that is not the one that was asked for, and with them those before. */
  async function reject({ tokens }: TokenAnswer, reason: string): Promise<void> {
    const at = Date.now();
    tabs.tell({ type: "signed-out", at, reason });
    lose(reason, at);
    await refreshTokens.keep(tokens);
    await refreshTokens.end();
  }

  /** The ID token after a refresh: the new one or, if there is none, the one before (OpenID Connect Core §12.2). */
  async function nextIdToken(answer: TokenAnswer): Promise<IdToken | null> {
    if (answer.tokens.token_type !== proofs.tokenType) throw new SignedOutError(wrongTokenType);
    const before = currentIdToken();
    const next = await answer.verifyIdToken(null);
    if (isOtherUser(before, next)) throw new SignedOutError(userChanged);
    return next ?? before;
  }

  async function refresh(): Promise<AccessToken> {
    if (busy !== null && performance.now() < busy.until) throw busy.error;
    try {
      const answer = await retry(async () => {
        checkSignedIn();
        return refreshTokens.present();
      }, wire.wait);
      const idToken = await nextIdToken(answer).catch(async (error: unknown) => {
        // The one before has been used.
        await refreshTokens.keep(answer.tokens);
        throw error;
      });
      checkSignedIn();
      return await adopt(answer, idToken, false);
    } catch (error) {
      if (error instanceof UnavailableError && error.retryAfterMs !== null) {
        busy = { until: performance.now() + error.retryAfterMs, error };
      }
      if (error instanceof SignedOutError && state.name !== "signed-out") {
        const at = Date.now();
        if (state.name === "signed-in" && error.reason !== userChanged)
          tabs.tell({ type: "signed-out", at, reason: error.reason });
        lose(error.reason, at);
      }
      throw error;
    }
  }

  function replace(stale: AccessToken | null): Promise<AccessToken> {
    refreshing ??= tabs
      .exclusively(async () => {
        checkSignedIn();
        const token = current();
        // Another tab may have been faster.
        return token !== null && token !== stale ? token : refresh();
      })
      .finally(() => {
        refreshing = null;
      });
    return refreshing;
  }

  /** A page from the back/forward cache has missed all messages: another tab may have signed out. */
  function lookAgain({ persisted }: PageTransitionEvent): void {
    const token = current();
    if (persisted && token !== null) replace(token).catch(untilNextTime);
  }
  if (refreshTokenStore === undefined) globalThis.addEventListener?.("pageshow", lookAgain);

  return {
    current,
    idToken: currentIdToken,
    replace,
    async token(mustBeFresh) {
      checkSignedIn();
      const token = current();
      if (token === null) return replace(null);
      const now = Date.now();
      if (now >= token.expiresAt && (aheadMs > 0 || mustBeFresh)) return replace(token);
      if (now < token.expiresAt && now >= refreshDueAt(token, aheadMs)) replace(token).catch(untilNextTime);
      return token;
    },
    begin: (redeem) =>
      tabs.exclusively(async () => {
        const { answer, asked } = await redeem();
        const idToken = await verify(answer, asked).catch(async (error: unknown) => {
          const reason = error instanceof RefusedError ? error.reason : null;
          // If the server cannot be told, it is forgotten here all the same.
          await reject(answer, reason ?? "id_token_invalid").catch(() => undefined);
          throw error;
        });
        await adopt(answer, idToken, true);
      }, true),
    async end() {
      const at = Date.now();
      become({ name: "signed-out", reason: "signed_out" }, at);
      tabs.tell({ type: "signed-out", at, reason: "signed_out" });
      // After a refresh in progress, so that the newest token is revoked.
      return tabs.exclusively(() => refreshTokens.end());
    },
    close() {
      globalThis.removeEventListener?.("pageshow", lookAgain);
      tabs.close();
    },
  };
}

const isOtherUser = (before: IdToken | null, next: IdToken | null): boolean =>
  before !== null && next !== null && before.claims.sub !== next.claims.sub;

function toAccessToken({ access_token: value, expires_in, scope = "" }: TokenEndpointResponse): AccessToken {
  const receivedAt = Date.now();
  const expiresAt = receivedAt + (expires_in ?? Number.POSITIVE_INFINITY) * 1_000;
  return { value, scope: scope === "" ? [] : scope.split(" "), receivedAt, expiresAt };
}

/** Not in the first half of the lifetime, or short-lived tokens would be refreshed forever. */
const refreshDueAt = ({ receivedAt, expiresAt }: AccessToken, aheadMs: number): number =>
  Math.max(expiresAt - aheadMs, (receivedAt + expiresAt) / 2);

/** The current token is still valid; if refreshing ahead keeps failing, that shows once it expires. */
const untilNextTime = () => undefined;

/** A chain of refreshes (RFC 6749 §6): each request presents the refresh token that the last answer brought. */
import type { RequestSource, Target } from "./requests.js";
import { repeatedRequest } from "./requests.js";
import { findMember } from "./response.js";

/** Made once per session and kept over all rounds, so that a session is one chain from sign-in to the end. */
export function refreshChain(target: Target, firstToken: string): RequestSource {
  let token = firstToken;
  const bytesWith = (value: string) =>
    repeatedRequest({ ...target, form: `grant_type=refresh_token&refresh_token=${value}` }).next();
  const placeholder = "0".repeat(firstToken.length);
  const bytesBefore = bytesWith(placeholder).slice(0, -firstToken.length);
  return {
    next: () => bytesBefore + token,
    accept: (body) => {
      const successor = findMember(body, "refresh_token");
      if (successor === null || successor === token) return "the answer brings no new refresh token";
      if (successor.length !== token.length) return "the successor has another length than its parent";
      token = successor;
      return null;
    },
  };
}

/** One virtual client that refreshes one session after another. */
export function inTurn(chains: readonly RequestSource[]): RequestSource {
  let turn = -1;
  const current = () => {
    const chain = chains[turn % chains.length];
    if (chain === undefined) throw new Error("a virtual client has no session");
    return chain;
  };
  return {
    next: () => {
      turn += 1;
      return current().next();
    },
    accept: (body) => current().accept(body),
  };
}

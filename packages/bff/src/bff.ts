/**
 * The back end for the front end (RFC 10017 §6.1), for any runtime: which requests are its own, and what it answers. All
 * wiring is here. It keeps nothing: any number of processes may stand behind one origin.
 */
import { createCredentials } from "./credentials.js";
import { createEndpoints } from "./endpoints.js";
import { Refused, Unavailable } from "./errors.js";
import { connect } from "./issuer.js";
import type { BffOptions } from "./options.js";
import { checkOwnPage } from "./own-page.js";
import { createProxy } from "./proxy.js";
import { createRefreshes } from "./refreshes.js";
import { Refusal, refusalAnswer } from "./refusal.js";
import { findDestination, isBelow } from "./routes.js";
import { createSessionCookie } from "./session-cookie.js";
import { createKeyPairs } from "./session-keys.js";
import { createSessions } from "./sessions.js";
import { parseOptions } from "./settings.js";
import { createSignInCookies } from "./sign-in-cookie.js";
import type { Answer, Incoming, Upstream } from "./upstream.js";

export interface Bff<Body> {
  /** The paths that it answers, with all below them. */
  readonly prefixes: readonly string[];
  /** Whether the request is one for it. `target` is the request line's. */
  isOwn(target: string): boolean;
  /** Does not throw, except for what is wrong in this program, or when the browser has gone. */
  answer(incoming: Incoming<Body>): Promise<Answer<Body>>;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"]);

/** @throws TypeError if an option is invalid */
export function createBff<Body>(options: BffOptions, upstream: Upstream<Body>): Bff<Body> {
  const settings = parseOptions(options);
  const { routes, origin, fault } = settings;
  const keyPairs = createKeyPairs();
  const issuer = connect(settings, keyPairs);
  const sessions = createSessions(createSessionCookie(settings), createRefreshes(issuer));
  const endpoints = createEndpoints(settings, issuer, sessions, createSignInCookies(settings));
  const proxy = createProxy(settings, sessions, createCredentials(keyPairs), upstream);
  const prefixes = ["/bff", ...routes.map(({ prefix }) => prefix)];

  async function answerOwn({ method, target, headers }: Incoming<Body>): Promise<Answer<Body>> {
    const [path = "", query = ""] = target.split(/\?(.*)/s);
    const endpoint = endpoints[path];
    if (endpoint === undefined) throw new Refusal(404, "not_found", "there is nothing at this address");
    if (method !== endpoint.method) {
      const allow = { headers: { allow: endpoint.method } };
      throw new Refusal(405, "method_not_allowed", `${path} takes ${endpoint.method}`, allow);
    }
    return endpoint.answer({ headers, query: new URLSearchParams(query) });
  }

  async function answer(incoming: Incoming<Body>): Promise<Answer<Body>> {
    const { method, target, headers } = incoming;
    const destination = findDestination(routes, target);
    if (destination === null) return answerOwn(incoming);
    if (/\bwebsocket\b/i.test(String(headers.upgrade ?? "")))
      throw new Refusal(
        501,
        "websocket_not_supported",
        "WebSockets are not passed on; use a stream of events",
      );
    if (!methods.has(method)) throw new Refusal(405, "method_not_allowed", `${method} is not passed on`);
    checkOwnPage(headers, origin);
    return proxy(incoming, destination);
  }

  function refuse(error: unknown): Answer<Body> {
    if (error instanceof Refusal) return refusalAnswer(error);
    if (error instanceof Unavailable) {
      fault(error.message, error.cause);
      const seconds = Math.max(1, Math.ceil((error.retryAfterMs ?? 1_000) / 1_000));
      const description = "the authorization server is away; nobody is signed out by that: try again";
      const headers = { "retry-after": String(seconds) };
      return refusalAnswer(new Refusal(503, "temporarily_unavailable", description, { headers }));
    }
    if (error instanceof Refused) {
      fault(error.message, error.cause);
      const description = "the authorization server refuses this app, whose log says more";
      return refusalAnswer(new Refusal(502, "issuer_refused", description, { reason: error.reason }));
    }
    throw error;
  }

  return {
    prefixes,
    isOwn: (target) => {
      const [path = ""] = target.split("?", 1);
      return prefixes.some((prefix) => isBelow(path, prefix));
    },
    answer: (incoming) => answer(incoming).catch(refuse),
  };
}

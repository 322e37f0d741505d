/** A request to an API, with the access token, and once more with a new one where the API refuses it. */
import type { Credentials } from "./credentials.js";
import { headersForApi, headersForBrowser, locationForBrowser, refusesToken, wantsNonce } from "./headers.js";
import { isDue } from "./refreshes.js";
import { type HeaderFields, Refusal } from "./refusal.js";
import type { Destination } from "./routes.js";
import type { Session } from "./session-cookie.js";
import type { Opened, Sessions } from "./sessions.js";
import type { Settings } from "./settings.js";
import { type Answer, type Incoming, NoAnswer, type Upstream } from "./upstream.js";

/** Bodies up to this size are kept, so that they can be sent again. */
const mostRepeatedBytes = 64 * 1024;

/**
 * By then an answer with a new cookie should have begun. The old cookie is good for a refresh for half a minute; if the
 * new one came later than that, the browser's next request would look like a thief's.
 */
const newCookieWithinMs = 5_000;
/** Nothing happens twice if they are sent again. */
const safeMethods = new Set(["GET", "HEAD", "OPTIONS", "QUERY"]);

export function createProxy<Body>(
  settings: Settings,
  sessions: Sessions,
  credentials: Credentials,
  upstream: Upstream<Body>,
) {
  async function send(
    { method, headers, signal }: Incoming<Body>,
    { origin, path, route }: Destination,
    body: Body | Uint8Array | null,
    session: Session,
  ) {
    const ours = await credentials.of(session, method, new URL(path, origin));
    const passed = headersForApi(headers, ours);
    const length = body instanceof Uint8Array ? String(body.length) : headers["content-length"];
    if (body !== null && length !== undefined) passed["content-length"] = length;
    try {
      const answer = await upstream.send({ method, origin, path, headers: passed, body, signal });
      credentials.learn(origin, answer.headers);
      return answer;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      settings.fault(`no answer from ${origin} to ${method} ${route.prefix}`, error.cause);
      throw error.isTimeout
        ? new Refusal(504, "upstream_timeout", `the API behind ${route.prefix} did not answer in time`)
        : new Refusal(502, "upstream_unreachable", `the API behind ${route.prefix} does not answer`);
    }
  }

  async function ask(
    incoming: Incoming<Body>,
    destination: Destination,
    opened: Opened,
  ): Promise<Answer<Body>> {
    if (isDue(opened.session)) await opened.refreshAhead();
    const { body: whole, headers, method } = incoming;
    const isRepeatable = whole === null || isSmall(headers);
    const body = whole === null || !isRepeatable ? whole : await upstream.read(whole);
    const refuseToRepeat = (): never => {
      const description = `the API refused the access token, or its proof, after the body had been sent, which was too long to keep; they have been renewed: send the request again`;
      throw new Refusal(401, "token_renewed", description);
    };
    /** Null if the API takes its time, and the browser should have its new cookie first. */
    const sendOnce = () => {
      const run = async (signal: AbortSignal) => {
        const sendNow = () => send({ ...incoming, signal }, destination, body, opened.session);
        const answer = await sendNow();
        if (opened.session.key === undefined || !wantsNonce(answer.status, answer.headers)) return answer;
        if (answer.body !== null) upstream.discard(answer.body);
        return isRepeatable ? sendNow() : refuseToRepeat();
      };
      const mayWait = !opened.isRefreshed || !isRepeatable || !safeMethods.has(method);
      return mayWait ? run(incoming.signal) : beginsWithin(newCookieWithinMs, incoming.signal, run);
    };

    let answer = await sendOnce();
    if (answer !== null && refusesToken(answer.status, answer.headers) && !opened.isRefreshed) {
      if (answer.body !== null) upstream.discard(answer.body);
      await opened.refresh();
      if (!isRepeatable) refuseToRepeat();
      answer = await sendOnce();
    }
    const cookies = await opened.cookies();
    if (answer !== null) return toBrowser(answer, destination, cookies);
    const again = { location: incoming.target, "cache-control": "no-store", "set-cookie": cookies };
    return { status: 307, headers: again, body: null };
  }

  return async (incoming: Incoming<Body>, destination: Destination): Promise<Answer<Body>> => {
    const opened = await sessions.open(incoming.headers.cookie);
    try {
      return await ask(incoming, destination, opened);
    } catch (error) {
      if (!(error instanceof Refusal) || error.more.headers?.["set-cookie"] !== undefined) throw error;
      // Whatever went wrong since: without its new cookie, the browser would come with the old one again.
      const headers = { ...error.more.headers, ...(await opened.cookieHeaders()) };
      throw new Refusal(error.status, error.error, error.message, { ...error.more, headers });
    }
  };

  function toBrowser(
    answer: Awaited<ReturnType<typeof send>>,
    { origin, path, route }: Destination,
    cookies: readonly string[],
  ): Answer<Body> {
    const headers = headersForBrowser(answer.headers, cookies);
    const { location } = answer.headers;
    if (typeof location !== "string") return { ...answer, headers };
    const led = locationForBrowser(location, origin + path, settings.routes);
    if (led !== undefined) return { ...answer, headers: { ...headers, location: led } };
    // 201 and 202 only name an address.
    if (answer.status < 300) return { ...answer, headers };
    if (answer.body !== null) upstream.discard(answer.body);
    const description = `the API behind ${route.prefix} redirects to an address that no route leads to`;
    throw new Refusal(502, "upstream_redirect", description);
  }
}

const isSmall = (headers: HeaderFields): boolean =>
  headers["transfer-encoding"] === undefined &&
  headers["content-length"] !== undefined &&
  Number(headers["content-length"]) <= mostRepeatedBytes;

/** Null if the answer has not begun by then; the request is given up. Its body may take longer. */
async function beginsWithin<T>(
  milliseconds: number,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), milliseconds);
  try {
    return await run(AbortSignal.any([signal, late.signal]));
  } catch (error) {
    if (late.signal.aborted && !signal.aborted) return null;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

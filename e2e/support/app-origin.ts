/** An app on its own origin: a page that opens pop-ups, its callback, and callbacks that redirect elsewhere. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Page } from "playwright-core";
import type { Client } from "./registrations.js";
import type { TestStack } from "./stack.js";
import type { Host } from "./tls-site.js";

/** What the callback page received, as reported to the window that opened it. */
export interface AppAnswer {
  readonly search: string;
  readonly body: string;
  /** The form's Origin header. */
  readonly origin?: string;
}

/**
 * `/hop/0` redirects to the first of these addresses, `/hop/1` to the second, and so on, with all parameters. Any
 * other page reports what it received to the window or frame that waits for it.
 */
export const appHost =
  (hops: () => readonly string[] = () => []): Host =>
  (request, response) => {
    const { pathname, search } = new URL(request.url ?? "/", "http://app");
    const { origin } = request.headers;
    const [, hop] = /^\/hop\/(\d)$/.exec(pathname) ?? [];
    void text(request).then((body) => {
      if (hop !== undefined) {
        const location = `${hops()[Number(hop)]}${search}`;
        return response.writeHead(request.method === "POST" ? 307 : 303, { location }).end();
      }
      const answer = JSON.stringify({ search, body, origin }).replaceAll("<", "\\u003c");
      return response.writeHead(200, { "content-type": "text/html" }).end(pageFor(answer));
    });
  };

const pageFor = (answer: string): string => `<!doctype html><title>An app</title><script>
  const answers = [];
  addEventListener("message", ({ data }) => answers.push(data));
  const waiting = opener ?? (parent === window ? null : parent);
  waiting?.postMessage(${answer}, location.origin);
</script>`;

/** Serves the app on a free port, under every name of this machine. */
export async function serveAppOrigin(
  hops?: () => readonly string[],
): Promise<{ readonly port: number; stop(): void }> {
  const server = createServer(appHost(hops)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

export async function registerBrowserApp(
  { regrant, resource }: TestStack,
  redirectUri: string,
  ...args: readonly string[]
): Promise<string> {
  const { client_id: clientId } = await regrant<Client>([
    ...["client", "create", "--name", "App", "--public", "--resource", resource, "--scope", "notes:read"],
    ...["--grant", "authorization_code", "--grant", "refresh_token", "--redirect-uri", redirectUri],
    ...["--allowed-origin", new URL(redirectUri).origin, ...args],
  ]);
  return clientId;
}

/** RFC 7636, appendix B. */
export const codeVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

export const authorizationUrl = (issuer: string, parameters: Readonly<Record<string, string>>): string =>
  `${issuer}/oauth2/authorize?${new URLSearchParams({
    response_type: "code",
    scope: "notes:read",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
    ...parameters,
  })}`;

/** Opens the address from a script of the page, as an app does. */
export async function openPopUp(page: Page, url: string): Promise<Page> {
  const opened = page.waitForEvent("popup");
  await page.evaluate(`answers.length = 0; globalThis.popUp = open(${JSON.stringify(url)}); undefined`);
  return opened;
}

/** What the callback in the pop-up or frame reported. */
export async function nextAnswer(page: Page): Promise<URLSearchParams> {
  const { search, body } = await nextWholeAnswer(page);
  return new URLSearchParams(body === "" ? search : body);
}

export async function nextWholeAnswer(page: Page): Promise<AppAnswer> {
  await page.waitForFunction("answers.length > 0");
  return page.evaluate<AppAnswer>("answers.shift()");
}

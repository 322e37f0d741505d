/** Serves the example browser app: its built files, its settings as JSON, and a Content-Security-Policy. */
import { createServer, type Server } from "node:http";
import sirv from "sirv";
import { browserAppFolder, checkBuilt } from "./paths.js";

export interface BrowserAppOptions {
  readonly port: number;
  /** Default: `localhost`. */
  readonly host?: string;
  readonly issuer: string;
  readonly clientId: string;
  /** The API that the app shows. */
  readonly resource: string;
  /** Binds the app's tokens to a key. Default: false. */
  readonly dpop?: boolean;
}

export interface BrowserApp {
  readonly url: string;
  stop(): Promise<void>;
}

/** @throws Error where the app is not built, or the port is taken */
export async function serveBrowserApp(options: BrowserAppOptions): Promise<BrowserApp> {
  checkBuilt(browserAppFolder);
  const { issuer, clientId, resource, dpop, port, host = "localhost" } = options;
  const config = JSON.stringify({ issuer, clientId, resource, dpop });
  const headers = securityHeaders([issuer, resource]);
  const files = sirv(browserAppFolder);
  // Cookies of other projects on localhost come along, and this server has no use for any.
  const server = createServer({ maxHeaderSize: 256 * 1024 }, (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (request.url === "/config.json") {
      response
        .setHeader("content-type", "application/json")
        .setHeader("cache-control", "no-store")
        .end(config);
      return;
    }
    files(request, response, () => void response.writeHead(404).end());
  });
  await listen(server, port, host);
  return {
    url: browserAppUrl(port),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const browserAppUrl = (port: number): string => `http://localhost:${port}`;

/** Requests go to the two servers; scripts and styles come from here; no script builds markup from text. */
const securityHeaders = (servers: readonly string[]): Readonly<Record<string, string>> => ({
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${servers.join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
});

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}

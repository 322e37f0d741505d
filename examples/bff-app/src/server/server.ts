/** A back end for its page: sign-in and the API by @regrant/bff, the page's files, and nothing else. */
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import { fastifyBff } from "@regrant/bff/fastify";
import Fastify from "fastify";

export interface BffAppOptions {
  readonly issuer: string;
  /** The API with the notes, which is the tokens' `resource`. */
  readonly api: string;
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Encrypt the cookie: `name:base64url`, several separated by commas. */
  readonly secrets: string;
  /** Where browsers find it. Default: this port of localhost; another where a balancer stands in front. */
  readonly origin?: string;
}

export interface BffAppProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** The page asks this origin and no other; scripts and styles come from here. */
const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** @throws Error where the port is taken */
export async function serveBffApp(options: BffAppOptions): Promise<BffAppProcess> {
  const { issuer, api, port, clientId, clientSecret, secrets } = options;
  const origin = options.origin ?? `http://localhost:${port}`;
  // Cookies of other projects on localhost come along.
  const app = Fastify({ http: { maxHeaderSize: 64 * 1024 }, forceCloseConnections: true });
  await app.register(fastifyBff, {
    ...{ issuer, clientId, clientSecret, origin, secrets },
    scope: "profile email notes:read notes:write",
    resource: api,
    dpop: true,
    postLogoutRedirectUri: `${origin}/`,
    routes: [{ prefix: "/api", target: api }],
    onFault: (message) => console.warn(`bff-app: ${message}`),
  });
  await app.register(fastifyStatic, {
    root: fileURLToPath(new URL("../page/", import.meta.url)),
    setHeaders: ({ raw }) => {
      for (const [name, value] of Object.entries(headers)) raw.setHeader(name, value);
    },
  });
  await app.listen({ port, host: "localhost" });
  return { url: origin, stop: () => app.close() };
}

/** An OpenID provider that does what a test says, however wrong; and a user's way through it. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { registerProvider } from "../../src/providers/providers.js";
import type { Provider } from "../../src/providers/providers.sql.js";
import { newSecret } from "../../src/secrets.js";
import { issuer as ours } from "./authorization.js";
import type { Browser, Page } from "./browser.js";
import { cleanUp } from "./clean-up.js";
import type { TestServer } from "./server.js";

type Members = Readonly<Record<string, unknown>>;

/** Somebody who has an account at the provider. */
export type Person = Members & { readonly sub: string };

export interface ScriptedProvider {
  readonly issuer: string;
  readonly clientSecret: string;
  /** What it was asked for, by path. */
  readonly asked: { readonly path: string; readonly form: URLSearchParams; readonly authorization: string }[];
  /** Replaces its answers at this path. */
  readonly answers: Map<string, RequestListener>;
  metadata: Members;
  /** Added to each ID token; undefined removes a claim. */
  idToken: Members;
  /** Replaces the signing of ID tokens. */
  sign: (claims: JWTPayload) => Promise<string>;
  /** Signs with its key. */
  signJwt(claims: Members, header?: { readonly typ?: string; readonly alg?: string }): Promise<string>;
  /** The person agrees. @returns the path that the browser is sent back to */
  agree(location: string | null, person: Person, more?: Readonly<Record<string, string>>): string;
}

const kid = "the-providers-key";

export async function scriptedProvider(): Promise<ScriptedProvider> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid, use: "sig", alg: "RS256" };
  const granted = new Map<string, { readonly person: Person; readonly nonce: string | null }>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUp(async () => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sendJson = (response: ServerResponse, body: object, status = 200) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = ""] = (request.url ?? "").split("?");
    const form = new URLSearchParams(await text(request));
    made.asked.push({ path, form, authorization: String(request.headers.authorization) });
    const other = made.answers.get(path);
    if (other !== undefined) return other(request, response);
    if (path === "/.well-known/openid-configuration") return sendJson(response, made.metadata);
    if (path === "/jwks") return sendJson(response, { keys: [jwk] });
    if (path === "/userinfo") {
      const code = String(request.headers.authorization).replace("Bearer ", "");
      return sendJson(response, granted.get(code)?.person ?? {});
    }
    const code = form.get("code") ?? "";
    const grant = granted.get(code);
    if (
      path !== "/token" ||
      grant === undefined ||
      made.asked.filter((one) => one.form.get("code") === code).length > 1
    )
      return sendJson(response, { error: "invalid_grant" }, 400);
    const seconds = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer,
      aud: "regrant",
      sub: grant.person.sub,
      iat: seconds,
      exp: seconds + 300,
      ...(grant.nonce !== null && { nonce: grant.nonce }),
      ...made.idToken,
    };
    sendJson(response, { access_token: code, token_type: "Bearer", id_token: await made.sign(claims) });
  }

  const made: ScriptedProvider = {
    issuer,
    clientSecret: newSecret(),
    asked: [],
    answers: new Map(),
    metadata: {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      authorization_response_iss_parameter_supported: true,
      prompt_values_supported: ["none", "login", "select_account"],
    },
    idToken: {},
    sign: (claims) => made.signJwt(claims, { typ: "JWT" }),
    signJwt: (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid, ...header }).sign(privateKey),
    agree(location, person, more = {}) {
      const asked = new URL(location ?? "").searchParams;
      const code = newSecret();
      granted.set(code, { person, nonce: asked.get("nonce") });
      return pathBack(asked, { code, iss: issuer, ...more });
    },
  };
  return made;
}

/** Where the browser is sent with this answer. */
export function pathBack(asked: URLSearchParams, answer: Readonly<Record<string, string>>): string {
  const back = new URL(asked.get("redirect_uri") ?? "");
  back.search = new URLSearchParams({ state: asked.get("state") ?? "", ...answer }).toString();
  return back.href.slice(ours.length);
}

let made = 0;

/** Let people sign in through it. */
export const addProvider = (
  { context }: TestServer,
  { issuer, clientSecret }: Pick<ScriptedProvider, "issuer" | "clientSecret">,
  settings: Members = {},
): Promise<Provider> => {
  made += 1;
  const body = { id: `p${made}`, issuer, client_id: "regrant", client_secret: clientSecret, ...settings };
  return registerProvider(context.pool, context.secrets, body, { by: {} }).finally(
    context.providers.forgetList,
  );
};

/** Press the button on the login page. @returns the redirect to the provider */
export async function goTo(browser: Browser, { id }: Provider, login = "/login"): Promise<Page> {
  const page = await browser.visit(login);
  return browser.submit(page, `/login/providers/${id}`);
}

/** Sign in with the provider's button. */
export async function signInThrough(
  browser: Browser,
  scripted: ScriptedProvider,
  provider: Provider,
  person: Person,
  login?: string,
): Promise<Page> {
  const { location } = await goTo(browser, provider, login);
  return browser.follow(await browser.get(scripted.agree(location, person)));
}

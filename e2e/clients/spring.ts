/** Spring Security's OAuth2 client and resource server, in the Spring Boot application clients/spring. */
import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@regrant/dev-stack";
import { type ForeignClient, type Setting, type Walk, walkOf } from "../support/client-walk.js";
import { parseObject, tokensOf } from "../support/token-endpoint.js";

/** The JVM first compiles half a framework. */
const startsWithinMs = 90_000;

class Refused extends Error {
  constructor(readonly body: Record<string, unknown>) {
    super(JSON.stringify(body));
  }
}

export const spring =
  (jar: string): Walk =>
  async (setting, visit) => {
    const port = await freePort();
    return withSpring(jar, port, propertiesOf(setting), async (url) => {
      const walk = walkOf((_setting, visitor): ForeignClient => clientOf(url, visitor));
      const report = await walk(setting, visit);
      await checkApi(url, report.session);
      return report;
    });
  };

/** Runs the application with these properties while `work` goes on. */
export async function withSpring<T>(
  jar: string,
  port: number,
  properties: readonly string[],
  work: (url: string) => Promise<T>,
): Promise<T> {
  const url = `http://127.0.0.1:${port}`;
  const address = [`--server.port=${port}`, "--server.address=127.0.0.1"];
  const child = spawn("java", ["-XX:TieredStopAtLevel=1", "-jar", jar, ...address, ...properties], {
    stdio: "ignore",
    timeout: 2 * startsWithinMs,
    killSignal: "SIGKILL",
  });
  try {
    await untilItAnswers(url);
    return await work(url);
  } finally {
    child.kill("SIGKILL");
  }
}

function propertiesOf({ issuer, api, client }: Setting): string[] {
  const { client_id, client_secret } = client;
  const registration = (name: string, settings: Record<string, string>) =>
    Object.entries({ provider: "regrant", "client-id": client_id, ...settings }).map(
      ([key, value]) => `--spring.security.oauth2.client.registration.${name}.${key}=${value}`,
    );
  const authentication: Record<string, string> =
    client_secret === undefined
      ? { "client-authentication-method": "none" }
      : { "client-secret": client_secret, "client-authentication-method": "client_secret_basic" };
  const provider = "--spring.security.oauth2.client.provider.regrant";
  return [
    `--regrant.issuer=${issuer}`,
    `--regrant.audience=${new URL(api).origin}`,
    `${provider}.authorization-uri=${issuer}/oauth2/authorize`,
    `${provider}.token-uri=${issuer}/oauth2/token`,
    ...registration("regrant", {
      ...authentication,
      "authorization-grant-type": "authorization_code",
      "redirect-uri": "{baseUrl}/callback",
      scope: "notes:read",
    }),
    ...registration("service", { ...authentication, "authorization-grant-type": "client_credentials" }),
  ];
}

function clientOf(url: string, visit: Parameters<Walk>[1]): ForeignClient {
  const ask = async (path: string, form?: Record<string, string>, accessToken?: string) => {
    const answer = await fetch(`${url}${path}`, {
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
      ...(accessToken !== undefined && { headers: { authorization: `Bearer ${accessToken}` } }),
    });
    const text = await answer.text();
    if (answer.ok) return parseObject(text);
    const challenge = answer.headers.get("www-authenticate") ?? "";
    const error = /error="([^"]+)"/.exec(challenge)?.[1];
    throw new Refused(error === undefined ? parseObject(text) : { kind: `${answer.status}`, error });
  };
  return {
    async signIn() {
      await visit(new URL(`${url}/start`), `${url}/done`);
      return tokensOf({ status: 200, body: await ask("/tokens") });
    },
    refresh: async (refresh_token) =>
      tokensOf({ status: 200, body: await ask("/refresh", { refresh_token }) }),
    callApi: (accessToken) => ask("/api/whoami", undefined, accessToken),
    clientCredentials: async () => String((await ask("/service", {})).access_token),
    refusalIn(failure) {
      if (!(failure instanceof Refused)) throw failure;
      const { kind, error } = failure.body;
      return { kind: String(kind), error: String(error) };
    },
  };
}

/** Its own resource server accepts each access token. */
async function checkApi(url: string, accessTokens: readonly string[]): Promise<void> {
  for (const accessToken of accessTokens) {
    const headers = { authorization: `Bearer ${accessToken}` };
    const answer = await fetch(`${url}/api/whoami`, { headers });
    if (!answer.ok)
      throw new Error(`Spring's API answered ${answer.status} ${answer.headers.get("www-authenticate")}`);
  }
}

async function untilItAnswers(url: string): Promise<void> {
  for (const deadline = Date.now() + startsWithinMs; Date.now() < deadline; await delay(200)) {
    const answer = await fetch(`${url}/tokens`).catch(() => null);
    if (answer?.ok) return;
  }
  throw new Error("Spring does not start");
}

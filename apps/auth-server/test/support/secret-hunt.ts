/**
 * Every test of every file also hunts for secrets in the log: what was sent and answered as a token, code, secret,
 * cookie or password is looked for in each line when the file is done.
 */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { expect } from "vitest";
import { cleanUp } from "./clean-up.js";

/** The parameters and members that carry one, in requests and in answers. */
const names = new Set([
  ...["access_token", "refresh_token", "token", "code", "code_verifier", "client_secret", "state"],
  ...["password", "new_password", "csrf"],
]);

/** Shorter ones are words that a line may well hold ("wrong"); nothing that Regrant makes or accepts is as short. */
const minLength = 10;

/** Public, also where a test sends it as something else. */
const isClientId = /^client-[0-9a-f]{8}$/;

/** Look for whatever goes through this app in these lines, when the test file is done. */
export function huntSecrets(app: FastifyInstance, logLines: readonly string[]): void {
  const secrets = new Set<string>();
  const inject = app.inject.bind(app) as (options: InjectOptions | string) => Promise<LightMyRequestResponse>;
  const injectAndNote = async (options: InjectOptions | string) => {
    const response = await inject(options);
    const sent = typeof options === "string" ? { url: options } : options;
    for (const secret of [...secretsOfRequest(sent), ...secretsOfResponse(response)]) {
      if (secret.length >= minLength && !isClientId.test(secret)) secrets.add(secret);
    }
    return response;
  };
  app.inject = injectAndNote as typeof app.inject;
  cleanUp(async () => {
    const log = logLines.join("");
    expect([...secrets].filter((secret) => log.includes(secret))).toEqual([]);
  });
}

function secretsOfRequest({ url, payload, headers }: InjectOptions): string[] {
  const [, query = ""] = String(url).split("?");
  const body = typeof payload === "string" || Buffer.isBuffer(payload) ? payload.toString() : "";
  const [scheme, credential = ""] = String(headers?.authorization ?? "").split(" ");
  const secret = Buffer.from(credential, "base64").toString().replace(/^.*:/s, "");
  return [
    ...secretsOfForm(query),
    ...secretsOfForm(body),
    ...(scheme === "Basic" ? [credential, secret] : partsOf(credential)),
    ...String(headers?.cookie ?? "")
      .split(/; */)
      .map((cookie) => cookie.replace(/^[^=]*=/, "")),
  ];
}

function secretsOfResponse({ headers, body, cookies }: LightMyRequestResponse): string[] {
  const [, query = ""] = String(headers.location ?? "").split(/[?#]/);
  const members = [...body.matchAll(/"([a-z_]+)":"([^"]+)"/g)];
  return [
    ...secretsOfForm(query),
    ...cookies.map(({ value }) => value),
    ...members.flatMap(([, name = "", value = ""]) => (names.has(name) ? partsOf(value) : [])),
  ];
}

const secretsOfForm = (form: string): string[] =>
  [...new URLSearchParams(form)].flatMap(([name, value]) => (names.has(name) ? partsOf(value) : []));

/** A token as a whole, and the signature that makes it one. */
const partsOf = (token: string): string[] => [token, ...token.split(".").slice(2)];

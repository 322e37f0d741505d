/**
 * Searches every test file's log for secrets: whatever was sent or received as a token, code, secret, cookie or
 * password must not appear in any line.
 */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { expect } from "vitest";
import { cleanUp } from "./clean-up.js";

/** Names of parameters and members that hold secrets. */
const names = new Set([
  ...["access_token", "refresh_token", "token", "code", "code_verifier", "client_secret", "state"],
  ...["device_code", "user_code"],
  "registration_access_token",
  ...["password", "new_password", "csrf", "form_token"],
  // Of second factors: a new one's sealed secret, and what is shown of one.
  ...["secret", "passkey", "recovery_code"],
  ...["id_token", "logout_token", "assertion"],
]);

/** Shorter values are words that may appear in a line ("wrong"); Regrant's own are longer. */
const minLength = 10;

/** On pages: an authenticator app's secret, recovery codes, and the tokens that forms carry on. */
const onPages = [
  /otpauth:[^"]*[?&](?:amp;)?secret=([A-Z2-7]{16,})/g,
  /<code>((?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4})<\/code>/g,
  /name="(?:token|form_token|secret)" value="([^"]+)"/g,
];

/** Public, even if a test sends it in place of a secret. */
const isClientId = /^client-[0-9a-f]{8}$/;

/** When the test file is done, search these lines for everything sent through this app. */
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
    ...onPages.flatMap((pattern) => [...body.matchAll(pattern)].map(([, value = ""]) => value)),
    ...members.flatMap(([, name = "", value = ""]) => (names.has(name) ? partsOf(value) : [])),
  ];
}

const secretsOfForm = (form: string): string[] =>
  [...new URLSearchParams(form)].flatMap(([name, value]) => (names.has(name) ? partsOf(value) : []));

/** The whole token, and its signature, without which it is worthless. */
const partsOf = (token: string): string[] => [token, ...token.split(".").slice(2)];

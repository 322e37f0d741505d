/** Properties of every parser of untrusted text: round trips, and no input makes it fail unexpectedly. */
import { OAuthError } from "@regrant/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBasicCredentials } from "../src/clients/authentication/basic-credentials.js";
import { isClientId } from "../src/clients/client-id.js";
import { faultOfRedirectUri, isRegisteredRedirectUri } from "../src/clients/redirect-uri.js";
import { codeChallengeOf, isCodeChallenge, isCodeVerifier } from "../src/codes/pkce.js";
import { ConfigError, readConfig } from "../src/config.js";
import { type Form, parseForm } from "../src/http/form.js";
import { checkAuthorizationRequest, checkReturnAddress } from "../src/oauth/authorization-request.js";
import { checkTarget } from "../src/oauth/target.js";
import { deriveSecrets, parseSecrets } from "../src/secrets.js";
import { decodeRefreshToken } from "../src/sessions/refresh-token.js";
import { notes } from "./support/fixtures.js";
import { plainClient } from "./support/plain-client.js";

const secrets = deriveSecrets([{ name: "main", bytes: Buffer.alloc(32, 1) }]);
const registered = ["https://app.example.com/callback", "http://127.0.0.1/cb"];
const client = plainClient({ redirectUris: registered });
const findClient = async (clientId: string) => (clientId === client.clientId ? client : null);

/** Any characters, including NUL, except lone surrogates, which UTF-8 does not have. */
const text = fc.string({ unit: "binary" });
const filled = fc.string({ unit: "binary", minLength: 1 }).filter((value) => !value.includes("\0"));
const parameterNames = [
  ...["client_id", "redirect_uri", "response_type", "response_mode", "scope", "resource", "state", "prompt"],
  ...["code_challenge", "code_challenge_method", "max_age", "login_hint", "request", "request_uri"],
];
const usable = {
  client_id: "app",
  redirect_uri: "https://app.example.com/callback",
  response_type: "code",
  code_challenge: codeChallengeOf("v".repeat(43)),
  code_challenge_method: "S256",
};
/** A valid request with some parameters changed, added or emptied. */
const requests = fc
  .dictionary(
    fc.constantFrom(...parameterNames),
    fc.oneof(text, fc.constantFrom("none login", "0", "query", "app")),
  )
  .map((changed): Form => new Map(Object.entries({ ...usable, ...changed })));

describe("What was written is read back", () => {
  it("from a form, whatever names and values it has", () => {
    fc.assert(
      fc.property(fc.dictionary(filled, filled), (parameters) => {
        const body = new URLSearchParams(parameters).toString();
        expect(parseForm(Buffer.from(body))).toEqual(new Map(Object.entries(parameters)));
      }),
    );
  });

  it("from a Basic credential, encoded as RFC 6749 §2.3.1 has it or as it stands", () => {
    const written = (clientId: string, secret: string) =>
      `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`;
    fc.assert(
      fc.property(filled, filled, (clientId, secret) => {
        const encoded = written(encodeURIComponent(clientId), encodeURIComponent(secret));
        expect(parseBasicCredentials(encoded)?.[0]).toEqual({ clientId, secret });
        if (clientId.includes(":")) return;
        expect(parseBasicCredentials(written(clientId, secret))).toContainEqual({ clientId, secret });
      }),
    );
  });

  it("from SECRETS, whatever the names and bytes", () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_.-]{1,64}$/);
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 80 }).map((array) => Buffer.from(array));
    const secrets = fc.uniqueArray(fc.record({ name, bytes }), { minLength: 1, selector: (one) => one.name });
    fc.assert(
      fc.property(secrets, (entries) => {
        const value = entries.map((entry) => `${entry.name}:${entry.bytes.toString("base64url")}`).join(", ");
        expect(parseSecrets(value)).toEqual(entries);
      }),
    );
  });

  it("from the settings, where a number is within its bounds, and nothing else is taken for one", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer(), fc.double(), text, fc.constantFrom("1e3", "0x10", "+5")),
        (value) => {
          const seen = String(value).trim();
          const isRight = /^\d{1,10}$/.test(seen) && Number(seen) <= 3600;
          const read = () =>
            readConfig({ ...needed, REFRESH_RETRY_SECONDS: String(value) }).refreshRetrySeconds;
          if (seen === "") expect(read()).toBe(30);
          else if (isRight) expect(read()).toBe(Number(seen));
          else expect(read).toThrow(ConfigError);
        },
      ),
    );
  });
});

const password = "hunter2hunter2";
const needed = {
  DATABASE_URL: `postgres://regrant:${password}@db.example/regrant`,
  SECRETS: `main:${"A".repeat(43)}`,
};
const settingNames = [
  ...["ISSUER", "HOST", "PORT", "MANAGEMENT_HOST", "MANAGEMENT_PORT", "DATABASE_URL", "DATABASE_POOL_SIZE"],
  ...["SECRETS", "TRUST_PROXY", "LOG_LEVEL", "ACCESS_TOKEN_SECONDS", "SESSION_IDLE_SECONDS", "REUSE_REVOKES"],
  ...["ON_ADDRESS_CHANGE", "COUNTRY_HEADER", "SIGN_IN_SECONDS", "OTEL_EXPORTER_OTLP_ENDPOINT"],
];

describe("Whatever comes in", () => {
  it("as a form is read, or refused with an OAuthError", () => {
    const bodies = fc.oneof(
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc
        .array(fc.constantFrom("a", "=", "&", "%", "%4", "%zz", "%00", "%ff", "+", "é", "resource"))
        .map((parts) => Buffer.from(parts.join(""))),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        const form = onlyRefuses(() => parseForm(body));
        for (const value of form?.values() ?? []) expect(value).not.toMatch(/^$|\0/);
      }),
      { numRuns: 500 },
    );
  });

  it("as an authorization request is taken by the rules, or refused with an OAuthError", async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (form) => {
        const returns = await checkReturnAddress(findClient, form).catch(refusedOnly);
        if (returns)
          expect(registered.some((uri) => returns.redirectUri === uri || uri.startsWith("http:"))).toBe(true);
        const asked = onlyRefuses(() => checkAuthorizationRequest({ signUp: "open" }, client, form));
        if (asked === undefined) return;
        expect(isCodeChallenge(asked.codeChallenge ?? "")).toBe(true);
        expect(notes.scope).toEqual(expect.arrayContaining([...asked.scope]));
      }),
      { numRuns: 500 },
    );
  });

  it("as settings is read, or refused with a ConfigError that names each and shows no secret", () => {
    const settings = fc.dictionary(fc.constantFrom(...settingNames), fc.oneof(text, fc.webUrl(), fc.ipV6()));
    fc.assert(
      fc.property(settings, (changed) => {
        const secret = `s3cret-${password}`;
        const env = { ...needed, ...changed, SECRETS: `${changed.SECRETS ?? ""} ${secret}` };
        try {
          readConfig(env);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          expect(String(error)).toContain("SECRETS");
          expect(String(error)).not.toContain(secret);
          expect(String(error)).not.toContain(password);
          return;
        }
        throw new Error("read settings without SECRETS");
      }),
      { numRuns: 500 },
    );
  });
});

/** The result; undefined if it refuses. Any other exception is a fault. */
function onlyRefuses<T>(
  parse: () => T,
  refusal: typeof OAuthError | typeof ConfigError = OAuthError,
): T | undefined {
  try {
    return parse();
  } catch (error) {
    expect(error).toBeInstanceOf(refusal);
  }
}

const refusedOnly = (error: unknown): void => void expect(error).toBeInstanceOf(OAuthError);

/** Repetition between a start and an end, which makes careless patterns backtrack. */
const floods = fc.tuple(
  fc.constantFrom("", ..."https:// http://127.0.0.1 http://[::1] com. Basic rgr_ postgres:// 10.".split(" ")),
  fc.oneof(
    fc.string({ minLength: 1, maxLength: 4 }),
    fc.constantFrom(" ", ..."a % %41 + & = a=& . / /. .. %2e : [ a. - 0,".split(" ")),
  ),
  fc.constantFrom("", "!", " ", "\n", "\0", "é"),
);
type Flood = readonly [start: string, piece: string, end: string];

/** Short ones first: a pattern with exponential backtracking is slow by then, and hangs later. */
const sizes = [16, 20, 24, 26, 28, 256, 4_096, 16_384];

/** CPU time of this process, so that others on this machine do not count. */
function expectQuick([start, piece, end]: Flood, parse: (flood: string) => unknown): void {
  for (const size of sizes) {
    const flood = start + piece.repeat(size / piece.length) + end;
    const since = process.cpuUsage();
    parse(flood);
    expect(process.cpuUsage(since).user / 1000, `milliseconds for ${size} characters`).toBeLessThan(250);
  }
}

const parsers: readonly [string, (flood: string) => unknown][] = [
  ["a form", (flood) => parseForm(Buffer.from(flood))],
  ["a Basic credential", (flood) => parseBasicCredentials(flood)],
  [
    "a Basic credential's inside",
    (flood) => parseBasicCredentials(`Basic ${Buffer.from(flood).toString("base64")}`),
  ],
  ["a client_id", isClientId],
  ["a scope", (flood) => checkTarget(client, new Map([["scope", flood]]))],
  ["a redirect URI", (flood) => isRegisteredRedirectUri(registered, flood)],
  ["a redirect URI to be registered", faultOfRedirectUri],
  ["a refresh token", (flood) => decodeRefreshToken(secrets, flood)],
  ["a code challenge and its verifier", (flood) => isCodeChallenge(flood) || isCodeVerifier(flood)],
  [
    "an authorization request",
    (flood) =>
      parameterNames.map((name) =>
        onlyRefuses(() => checkAuthorizationRequest({ signUp: "open" }, client, asks(name, flood))),
      ),
  ],
];
const asks = (name: string, value: string): Form => new Map(Object.entries({ ...usable, [name]: value }));

describe("16 KiB of anything take no time, and lead to nothing but a refusal", () => {
  it.each(parsers)("as %s", (_name, parse) => {
    const isQuick = (flood: Flood) => expectQuick(flood, (text) => onlyRefuses(() => parse(text)));
    fc.assert(fc.property(floods, isQuick), { numRuns: 60 });
  });

  it("as a setting", () => {
    const isQuick = (name: string, flood: Flood) =>
      expectQuick(flood, (text) => onlyRefuses(() => readConfig({ ...needed, [name]: text }), ConfigError));
    fc.assert(fc.property(fc.constantFrom(...settingNames), floods, isQuick), { numRuns: 300 });
  });
});

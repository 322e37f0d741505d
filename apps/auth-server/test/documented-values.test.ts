/**
 * Compares docs/architecture.md's statements about issued values with the server (RFC 6749 §2.2, §3.3, §4.1.2, §5.1), and
 * docs/registration.md with the settings.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isClientId } from "../src/clients/client-id.js";
import { newSecret } from "../src/secrets.js";
import { createApp, getCode, redeem, signedIn } from "./support/authorization.js";
import { createResources, createUser, notes } from "./support/fixtures.js";
import { claimsOf } from "./support/jwt.js";
import { testServer } from "./support/server.js";
import { askByClientCredentials, expectRefreshToken, expectTokens } from "./support/token-requests.js";

const document = readFileSync(new URL("../../../docs/architecture.md", import.meta.url), "utf8");
/** The numbers in a value's row. */
const documented = (value: string): number[] => {
  const [, cell = ""] = new RegExp(`^\\| ${value} \\| ([^|]+) \\|`, "m").exec(document) ?? [];
  return [...cell.matchAll(/\d+/g)].map(Number);
};

const server = await testServer();
await createResources(server);
const client = await createApp(server, {
  grantTypes: ["authorization_code", "client_credentials", "refresh_token"],
});

describe("The values that are issued", () => {
  it("are as long as it says: client_id and client_secret, of 256 random bits [documented-values-1]", () => {
    const [length, bits = 0] = documented("`client_secret`");
    const secrets = Array.from({ length: 100 }, newSecret);
    expect(new Set(secrets.map((secret) => secret.length))).toEqual(new Set([length]));
    expect(new Set(secrets).size).toBe(100);
    expect(Buffer.from(newSecret(), "base64url")).toHaveLength(bits / 8);
    const [least = 0, most = 0] = documented("`client_id`");
    expect([0, least, most, most + 1].map((length) => isClientId("x".repeat(length)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("are as long as it says: code, access token and refresh token [documented-values-2]", async () => {
    const browser = await signedIn(server, await createUser(server, ["admin", "editor"]));
    const code = await getCode(browser, client);
    expect([code.length]).toEqual(documented("`code`").slice(0, 1));
    const tokens = expectRefreshToken(await redeem(server, client, code));
    expect([tokens.refresh_token.length]).toEqual(documented("`refresh_token`"));
    expect(tokens.access_token.length).toBeLessThan(documented("`access_token`")[0] ?? 0);
  });
});

describe("The defaults of the token endpoint", () => {
  it("are said where a request leaves scope and resource out [documented-values-3]", async () => {
    expect(document).toContain("Without `scope`: all that the client may have at that API.");
    expect(document).toContain("Without `resource`: the first of the client's.");
    const tokens = expectTokens(await askByClientCredentials(server, client));
    expect(tokens.scope).toBe(notes.scope.join(" "));
    expect((await claimsOf(server, tokens.access_token)).aud).toBe(notes.uri);
  });
});

describe("The settings of clients and APIs", () => {
  it("are what docs/registration.md says", () => {
    const script = fileURLToPath(new URL("../../../scripts/settings-doc.mjs", import.meta.url));
    expect(() => execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" })).not.toThrow();
  });
});

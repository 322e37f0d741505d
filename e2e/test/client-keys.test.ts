/** Clients that authenticate by a key of their own, with other people's libraries (RFC 7523 §2.2). */
import { execFile } from "node:child_process";
import { generateKeyPairSync, webcrypto } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { auth, PrivateKeyJwtProvider } from "@modelcontextprotocol/client";
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { discover, insecure } from "../support/foreign-clients.js";
import { type Client, registerResource, registerService } from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";

const { python } = inject("programs");
const folder = "folder" in python ? python.folder : "";
const authlib = `
import os
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain HTTP, on loopback
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.jwk import ECKey

endpoint = os.environ["ISSUER"] + "/oauth2/token"
key = ECKey.import_key(os.environ["KEY"])
session = OAuth2Session(os.environ["CLIENT_ID"], key, token_endpoint_auth_method="private_key_jwt")
session.register_client_auth_method(PrivateKeyJWT(endpoint, alg="ES256"))
print(session.fetch_token(endpoint, grant_type="client_credentials")["access_token"])
`;

const kid = "the client's";
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();

let stack: TestStack;
let jwksFile: string;
let client: Client;
let key: webcrypto.CryptoKey;

beforeAll(async () => {
  stack = await startTestStack();
  await registerResource(stack);
  jwksFile = join(stack.folder, "client.jwks.json");
  writeFileSync(
    jwksFile,
    JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid, alg: "ES256" }] }),
  );
  client = await register();
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const der = privateKey.export({ format: "der", type: "pkcs8" });
  key = await webcrypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
});
afterAll(() => stack.stop());

const register = (...args: string[]): Promise<Client> =>
  registerService(stack, "--auth", "private_key_jwt", "--jwks-file", jwksFile, ...args);

const statusOf = async (accessToken: string): Promise<number> =>
  (await fetch(`${stack.resource}/notes`, { headers: { authorization: `Bearer ${accessToken}` } })).status;

describe("private_key_jwt", () => {
  it("by oauth4webapi: tokens, introspection, revocation [client-keys-1]", async () => {
    const server = await discover(stack.issuer);
    expect(server.token_endpoint_auth_signing_alg_values_supported).toContain("ES256");
    const self: oauth.Client = { client_id: client.client_id };
    const byKey = oauth.PrivateKeyJwt({ key, kid });
    const sent = await oauth.clientCredentialsGrantRequest(server, self, byKey, {}, insecure);
    const { access_token } = await oauth.processClientCredentialsResponse(server, self, sent);
    expect(await statusOf(access_token)).toBe(200);
    const asked = await oauth.introspectionRequest(server, self, byKey, access_token, insecure);
    expect(await oauth.processIntrospectionResponse(server, self, asked)).toMatchObject({ active: true });
    const revoked = await oauth.revocationRequest(server, self, byKey, "made up", insecure);
    await oauth.processRevocationResponse(revoked);
  });

  it("by openid-client: tokens, introspection, revocation [client-keys-2]", async () => {
    const config = await openid.discovery(
      new URL(stack.issuer),
      client.client_id,
      undefined,
      openid.PrivateKeyJwt({ key, kid }),
      { execute: [openid.allowInsecureRequests] },
    );
    const { access_token } = await openid.clientCredentialsGrant(config);
    expect(await statusOf(access_token)).toBe(200);
    expect(await openid.tokenIntrospection(config, access_token)).toMatchObject({ active: true });
    await openid.tokenRevocation(config, "made up");
  });

  it.skipIf("missing" in python)("by Authlib, which names the token endpoint [client-keys-4]", async () => {
    const old = await register("--assertion-audience", "token_endpoint");
    const env = { ...process.env, ISSUER: stack.issuer, CLIENT_ID: old.client_id, KEY: pem };
    const { stdout } = await promisify(execFile)(join(folder, "bin/python"), ["-c", authlib], { env });
    expect(await statusOf(stdout.trim())).toBe(200);
  });

  it("by an MCP client that acts for itself [client-keys-3]", async () => {
    const provider = new PrivateKeyJwtProvider({
      clientId: client.client_id,
      privateKey: pem,
      algorithm: "ES256",
      expectedIssuer: stack.issuer,
    });
    expect(await auth(provider, { serverUrl: stack.resource })).toBe("AUTHORIZED");
    expect(await statusOf(provider.tokens()?.access_token ?? "")).toBe(200);
  });
});

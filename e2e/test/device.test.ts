/** The device grant with other people's clients, and examples/cli (RFC 8628). */
import { type ChildProcess, spawn } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decideOnDevice } from "../support/device-page.js";
import { discover, insecure } from "../support/foreign-clients.js";
import { type Client, registerResource, registerUser, type User } from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
const program = fileURLToPath(new URL("../../examples/cli/dist/main.js", import.meta.url));

let stack: TestStack;
let user: User;
let client: Client;

beforeAll(async () => {
  stack = await startTestStack();
  await registerResource(stack);
  user = await registerUser(stack, "ada@example.com");
  client = await stack.regrant([
    ...["client", "create", "--name", "A tool", "--public", "--resource", stack.resource],
    ...["--grant", deviceGrant, "--grant", "refresh_token"],
    ...["openid", "email", "notes:read", "notes:write"].flatMap((scope) => ["--scope", scope]),
  ]);
});
afterAll(() => stack.stop());

const whoami = (accessToken: string) =>
  fetch(`${stack.resource}/whoami`, { headers: { authorization: `Bearer ${accessToken}` } });

describe("openid-client", () => {
  const connect = () =>
    openid.discovery(new URL(stack.issuer), client.client_id, undefined, openid.None(), {
      execute: [openid.allowInsecureRequests],
    });

  it("gets tokens once the user has allowed it, and refreshes them [device-clients-1]", async () => {
    const config = await connect();
    const device = await openid.initiateDeviceAuthorization(config, { scope: "openid notes:read" });
    const polling = openid.pollDeviceAuthorizationGrant(config, device);
    await decideOnDevice(new URL(device.verification_uri_complete ?? ""), user);
    const tokens = await polling;
    expect(tokens.claims()).toMatchObject({ aud: client.client_id, acr: "1", amr: ["pwd"] });
    expect((await whoami(tokens.access_token)).status).toBe(200);
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token ?? "");
    expect((await whoami(next.access_token)).status).toBe(200);
  });

  it("is told access_denied if the user declines [device-clients-2]", async () => {
    const config = await connect();
    const device = await openid.initiateDeviceAuthorization(config, { scope: "notes:read" });
    const polling = openid.pollDeviceAuthorizationGrant(config, device);
    await decideOnDevice(new URL(device.verification_uri_complete ?? ""), user, "deny");
    await expect(polling).rejects.toMatchObject({ error: "access_denied" });
  });
});

describe("oauth4webapi", () => {
  it("is told to wait, and then gets tokens [device-clients-3]", async () => {
    const server = await discover(stack.issuer);
    const self: oauth.Client = { client_id: client.client_id };
    const asked = oauth.deviceAuthorizationRequest(
      server,
      self,
      oauth.None(),
      { scope: "notes:read" },
      insecure,
    );
    const device = await oauth.processDeviceAuthorizationResponse(server, self, await asked);
    const poll = async () => {
      const sent = oauth.deviceCodeGrantRequest(server, self, oauth.None(), device.device_code, insecure);
      return oauth.processDeviceCodeResponse(server, self, await sent);
    };
    await expect(poll()).rejects.toMatchObject({ error: "authorization_pending" });
    await expect(poll()).rejects.toMatchObject({ error: "slow_down" });
    await decideOnDevice(new URL(device.verification_uri_complete ?? ""), user);
    expect((await whoami((await poll()).access_token)).status).toBe(200);
    await expect(poll()).rejects.toMatchObject({ error: "invalid_grant" });
  });
});

describe("examples/cli", () => {
  const tokens = () => join(stack.folder, "cli", "tokens.json");
  const start = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [program, ...args], {
      env: {
        ISSUER: stack.issuer,
        API: stack.resource,
        CLIENT_ID: client.client_id,
        NOTES_TOKENS: tokens(),
      },
    });
  const ended = (child: ChildProcess) =>
    new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));

  async function run(...args: string[]) {
    const child = start(...args);
    if (child.stdout === null || child.stderr === null) throw new Error("it has no output");
    const [code, out, err] = await Promise.all([ended(child), text(child.stdout), text(child.stderr)]);
    return { code, out, err };
  }

  /** The link that `login` shows. */
  const linkOf = ({ stderr }: ChildProcess) =>
    new Promise<URL>((resolve, reject) => {
      let shown = "";
      stderr?.on("data", (data) => {
        shown += data;
        const [link] = /http\S+user_code=[A-Z-]{9}/.exec(shown) ?? [];
        if (link !== undefined) resolve(new URL(link));
      });
      stderr?.once("close", () => reject(new Error(shown)));
    });

  it("signs in on the terminal, keeps its token where only its owner reads it, and uses it until it signs out [device-clients-4]", async () => {
    expect(await run("notes")).toMatchObject({ code: 1, err: expect.stringContaining("Not signed in") });
    const login = start("login");
    const exit = ended(login);
    await decideOnDevice(await linkOf(login), user);
    expect(await exit).toBe(0);
    expect(statSync(tokens()).mode & 0o777).toBe(0o600);
    expect(await run("notes", "Buy", "milk")).toEqual({ code: 0, out: "Buy milk\n", err: "" });
    const together = await Promise.all([run("notes"), run("notes"), run("notes")]);
    expect(together).toEqual(Array(3).fill({ code: 0, out: "Buy milk\n", err: "" }));
    expect(await run("logout")).toEqual({ code: 0, out: "", err: "Signed out.\n" });
    expect(await run("notes")).toMatchObject({ code: 1, err: expect.stringContaining("Not signed in") });
  });

  it("says so if the user declines; Ctrl-C ends the wait [device-clients-5]", async () => {
    const login = start("login");
    const [exit, said] = [ended(login), text(login.stderr as NodeJS.ReadableStream)];
    await decideOnDevice(await linkOf(login), user, "deny");
    expect([await exit, await said]).toEqual([1, expect.stringContaining("You declined.")]);
    const stopped = start("login");
    const stoppedExit = ended(stopped);
    await linkOf(stopped);
    stopped.kill("SIGINT");
    expect(await stoppedExit).toBe(1);
  });
});

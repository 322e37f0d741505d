/** The authorization server killed under load: no valid token is refused, nor when it returns with other keys. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ServerProcess } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiLoad, kidOf, startApiLoad } from "../support/api-load.js";
import { eventually } from "../support/eventually.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerUser,
  type User,
} from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { parseObject, signIn } from "../support/token-endpoint.js";

let stack: TestStack;
let resourceServer: ServerProcess;
let user: User;
let app: Client;
let load: ApiLoad;
/** Signed before the outage; the API first sees each when it joins the load. */
let unseen: string[];
let firstKid: unknown;

beforeAll(async () => {
  stack = await startTestStack();
  resourceServer = stack.resourceServer;
  await registerResource(stack);
  [app, user] = await Promise.all([registerApp(stack), registerUser(stack, "ada@example.com")]);
  unseen = await tokensFrom(stack.issuer, 8);
  firstKid = kidOf(unseen[0] ?? "");
  load = startApiLoad(`${stack.resource}/whoami`, ...unseen.splice(0, 2));
  await load.untilEachAdmitted(20);
  await eventually("the keys are in the file", async () => (await savedKeys()).length > 0);
  await stack.authServers[0].kill();
});
afterAll(async () => {
  await load.stop();
  await stack.stop();
});

const tokensFrom = (serverUrl: string, count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, async () => (await signIn(serverUrl, app, user)).accessToken));

async function savedKeys(): Promise<readonly unknown[]> {
  const path = join(stack.folder, "jwks.json");
  const text = await readFile(path, "utf8").catch(() => '{"keys":[]}');
  return parseObject(text).keys as unknown[];
}

async function keysStatus(): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(`${resourceServer.managementUrl}/health/ready`);
  return { ready: answer.status, ...(parseObject(await answer.text()).keys as Record<string, unknown>) };
}

/** Makes a key this much older. */
const ageKeys = (state: "staged" | "active", by: string) =>
  stack.db.query(
    "update signing_keys set staged_at = staged_at - $2::interval, activated_at = activated_at - $2::interval where state = $1",
    [state, by],
  );

describe("the authorization server killed, and a load on the resource server", () => {
  it("admits tokens that were seen, and tokens that were not [offline-1]", async () => {
    load.add(...unseen.splice(0, 3));
    await load.untilEachAdmitted(50);
    expect(load.refused).toEqual([]);
  });

  it("makes one fetch at most of a thousand made-up kids [offline-2]", async () => {
    const { attempts } = await keysStatus();
    const since = performance.now();
    for (let batch = 0; batch < 20; batch++) {
      const answers = Array.from({ length: 50 }, (_, index) => askWithKid(`made-up-${batch}-${index}`));
      // 401 until the API notices the outage, then 503, because the kid might be a new one.
      for (const status of await Promise.all(answers)) expect([401, 503]).toContain(status);
    }
    const cooldowns = Math.ceil((performance.now() - since) / 10_000);
    expect(Number((await keysStatus()).attempts) - Number(attempts)).toBeLessThanOrEqual(cooldowns);
    expect(load.refused).toEqual([]);
  });

  it("restarted meanwhile, serves on from its file [offline-3]", async () => {
    const { url, managementUrl } = resourceServer;
    await resourceServer.stop();
    resourceServer = await stack.startResourceServer({
      AUDIENCE: stack.resource,
      PORT: new URL(url).port,
      MANAGEMENT_PORT: new URL(managementUrl).port,
    });
    expect(await keysStatus()).toMatchObject({ ready: 200, source: "file", count: 1 });
    load.add(...unseen.splice(0, 3));
    await load.untilEachAdmitted(50);
    expect(load.refused).toEqual([]);
  });

  it("takes up the new key when the authorization server comes back and rotates [offline-4]", async () => {
    await ageKeys("active", "1 year");
    await stack.startAuthServer({ PORT: new URL(stack.issuer).port });
    // Published but unused: verifiers fetch it before its first token.
    await eventually("both keys are here", async () => (await keysStatus()).count === 2, {
      withinMs: 15_000,
      everyMs: 100,
    });
    expect(await keysStatus()).toMatchObject({ source: "url", lastError: null, isStale: false });
    const before = await tokensFrom(stack.issuer, 2);
    await ageKeys("staged", "1 day");
    const replica = await stack.startAuthServer();
    const after = await tokensFrom(replica.url, 2);
    expect(before.map(kidOf)).toEqual([firstKid, firstKid]);
    expect(after.map(kidOf)).not.toContain(firstKid);
    load.add(...before, ...after);
    await load.untilEachAdmitted(50);
    expect(load.refused).toEqual([]);
    expect(await savedKeys()).toHaveLength(2);
  });
});

async function askWithKid(kid: string): Promise<number> {
  const header = Buffer.from(JSON.stringify({ typ: "at+jwt", alg: "RS256", kid })).toString("base64url");
  const headers = { authorization: `Bearer ${header}.e30.c2lnbmF0dXJl` };
  const answer = await fetch(`${stack.resource}/whoami`, { headers });
  await answer.body?.cancel();
  return answer.status;
}

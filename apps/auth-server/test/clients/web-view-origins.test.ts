import { beforeAll, describe, expect, it } from "vitest";
import { examine } from "../../src/cli/doctor/examine.js";
import { type Admin, adminOf, createAdminResources, expectProblem } from "../support/admin.js";
import { createClient, createUser, notes, type TestUser } from "../support/fixtures.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { askByPassword, expectRefreshToken, type Parameters } from "../support/token-requests.js";

const server = await testServer();
const webViews = [
  "tauri://localhost",
  "http://tauri.localhost",
  "capacitor://localhost",
  "ionic://localhost",
  "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
];
let env: Parameters;
let admin: Admin;
let user: TestUser;

beforeAll(async () => {
  env = { DATABASE_URL: await sharedDatabase() };
  await createAdminResources(server);
  admin = await adminOf(server);
  user = await createUser(server);
});

const create = (...args: string[]) =>
  regrant(
    [
      "client",
      "create",
      "--name",
      "Shell",
      "--public",
      "--grant",
      "refresh_token",
      "--resource",
      notes.uri,
      ...args,
      "--json",
    ],
    env,
  );
const post = (url: string, form: Parameters, origin: string) =>
  server.app.inject({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded", origin },
    payload: new URLSearchParams(form).toString(),
  });

describe("The origin of an app in a web view", () => {
  it("is registered by the command and by the admin API, by updates too", async () => {
    const allowed = webViews.flatMap((origin) => ["--allowed-origin", origin]);
    expect(json(await create(...allowed))).toMatchObject({ allowed_origins: webViews });
    const body = {
      client_name: "Shell",
      confidential: false,
      grant_types: ["refresh_token"],
      resources: [notes.uri],
    };
    const made = await admin.ask("POST", "/clients", { ...body, allowed_origins: webViews.slice(0, 1) });
    expect(made.body).toMatchObject({ allowed_origins: webViews.slice(0, 1) });
    const path = `/clients/${made.body.client_id}`;
    expect((await admin.change(path, { allowed_origins: webViews })).body.allowed_origins).toEqual(webViews);
    const update = ["client", "update", made.body.client_id, "--allowed-origin", "app://localhost", "--json"];
    expect(json(await regrant(update, env))).toMatchObject({ allowed_origins: ["app://localhost"] });
  });

  it.each(webViews)("is echoed letter for letter, on answers and on refusals: %s", async (origin) => {
    const client = await createClient(server, {
      secret: null,
      grantTypes: ["password", "refresh_token"],
      allowedOrigins: [origin],
    });
    const { refresh_token } = expectRefreshToken(await askByPassword(server, client, user));
    const preflight = await server.app.inject({
      method: "OPTIONS",
      url: "/oauth2/token",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    const refresh = { grant_type: "refresh_token", client_id: client.clientId, refresh_token };
    const answers = [
      [preflight, 204],
      [await post("/oauth2/token", refresh, origin), 200],
      [await post("/oauth2/token", { ...refresh, refresh_token: "x" }, origin), 400],
      [await post("/oauth2/token", { ...refresh, client_id: "nobody" }, origin), 401],
      [await post("/oauth2/revoke", { client_id: client.clientId, token: refresh_token }, origin), 200],
    ] as const;
    for (const [{ statusCode, headers }, status] of answers) {
      expect([statusCode, headers["access-control-allow-origin"]]).toEqual([status, origin]);
    }
  });

  it("is not readable by what only looks like it", async () => {
    await createClient(server, {
      secret: null,
      grantTypes: ["refresh_token"],
      allowedOrigins: ["tauri://localhost"],
    });
    for (const origin of [
      "null",
      "file://",
      "tauri://localhost.evil",
      "tauri://LOCALHOST",
      "tauri://localhost/",
    ]) {
      const { headers } = await post("/oauth2/token", {}, origin);
      expect(headers).not.toHaveProperty("access-control-allow-origin");
    }
  });
});

describe("An origin that no browser sends", () => {
  it("is refused, null and file:// because of whose it is, others with the spelling that browsers send", async () => {
    const cases = [
      ["null", /every sandboxed page and of every local file/],
      ["file://", /every sandboxed page and of every local file/],
      ["https://app.example.com/", /is spelled https:\/\/app\.example\.com by browsers/],
      ["https://App.Example.com", /is spelled https:\/\/app\.example\.com by browsers/],
      ["https://app.example.com:443", /is spelled https:\/\/app\.example\.com by browsers/],
      ["tauri://localhost/", /is spelled tauri:\/\/localhost by browsers/],
    ] as const;
    for (const [origin, message] of cases) {
      expectFailure(await create("--allowed-origin", origin), 2, message);
      const body = {
        client_name: "x",
        confidential: false,
        grant_types: ["refresh_token"],
        resources: [notes.uri],
      };
      const answer = await admin.ask("POST", "/clients", { ...body, allowed_origins: [origin] });
      expect(expectProblem(answer, 400, "body_invalid")).toEqual(["/allowed_origins/0"]);
      expect(answer.body.detail).toMatch(message);
    }
  });

  it("is found by regrant doctor where it was registered before", async () => {
    const { clientId } = await createClient(server, { allowedOrigins: ["https://*.example.com", "null"] });
    const areas = await examine({ ...env, SECRETS: `main:${"A".repeat(43)}` }, "http://127.0.0.1:1");
    const found = areas
      .flatMap(({ findings }) => findings)
      .filter(({ message }) => message.includes(clientId));
    expect(found).toMatchObject([{ check: "allowed_origin", severity: "error" }]);
    expect(found[0]?.message).toMatch(/wildcard.*every sandboxed page/);
  });
});

describe("Delivery by cookie to a web view", () => {
  it("is refused with the reason: the cookie never comes along", async () => {
    const cookie = ["--refresh-token-delivery", "cookie", "--allowed-origin"];
    expectFailure(
      await create(...cookie, "tauri://localhost"),
      2,
      /tauri:\/\/localhost.*browsers never send the cookie.*SameSite=Strict/,
    );
    const made = json(await create("--allowed-origin", "capacitor://localhost"));
    const changed = await admin.change(`/clients/${made.client_id}`, { refresh_token_delivery: "cookie" });
    expect(expectProblem(changed, 400, "body_invalid")).toEqual(["/refresh_token_delivery"]);
  });

  it("is an error to regrant doctor, where it is registered all the same or the site is another", async () => {
    const origins = [["tauri://localhost"], ["http://tauri.localhost"]];
    for (const allowedOrigins of origins) {
      const { clientId } = await createClient(server, {
        secret: null,
        refreshTokenDelivery: "cookie",
        allowedOrigins,
      });
      const areas = await examine({ ...env, SECRETS: `main:${"A".repeat(43)}` }, "http://127.0.0.1:1");
      const found = areas
        .flatMap(({ findings }) => findings)
        .filter(({ message }) => message.includes(`app ${clientId} `));
      expect(found).toMatchObject([{ check: "cookie_same_site", severity: "error" }]);
    }
  });
});

import { describe, expect, it } from "vitest";
import { adminOf, createAdminResources, expectProblem } from "../support/admin.js";
import { notes } from "../support/fixtures.js";
import { testServer } from "../support/server.js";

const server = await testServer();
await createAdminResources(server);
const admin = await adminOf(server);

const register = (backchannel_logout_uri: string) =>
  admin.ask("POST", "/clients", {
    client_name: "Notes",
    grant_types: ["authorization_code"],
    redirect_uris: ["https://app.example.com/callback"],
    resources: [notes.uri],
    scope: "openid",
    backchannel_logout_uri,
  });

describe("A backchannel_logout_uri (Back-Channel Logout 1.0 §2.2)", () => {
  it.each([
    "https://app.example.com:8443/logout?of=notes",
    "http://127.0.0.1:3000/logout",
    "http://localhost:3000/logout",
  ])("may be %s", async (uri) => {
    const { status, body } = await register(uri);
    expect([status, body.backchannel_logout_uri]).toEqual([201, uri]);
  });

  it.each([
    "http://app.example.com/logout",
    "https://app.example.com/logout#of",
    "https://ada:secret@app.example.com/logout",
    "com.example.app:/logout",
    "/logout",
  ])(
    "may not be %s: it is absolute, without fragment, https unless on loopback [logout-notices-12]",
    async (uri) => {
      expect(expectProblem(await register(uri), 400, "body_invalid")).toEqual(["/backchannel_logout_uri"]);
    },
  );
});

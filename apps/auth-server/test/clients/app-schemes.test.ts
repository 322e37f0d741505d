import { beforeAll, describe, expect, it } from "vitest";
import { examine } from "../../src/cli/doctor/examine.js";
import { type Admin, adminOf, createAdminResources, expectProblem } from "../support/admin.js";
import { answerOf, authorizeUrl, redeem, signedIn } from "../support/authorization.js";
import { type Browser, hiddenFields, textOf } from "../support/browser.js";
import { createUser, notes, type TestClient } from "../support/fixtures.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { passTime, sharedDatabase, testServer } from "../support/server.js";
import { askByRefreshToken, expectRefreshToken, type Parameters } from "../support/token-requests.js";

const server = await testServer();
const editor = "notepilot://vendor.extension/oauth/callback";
let env: Parameters;
let admin: Admin;
let browser: Browser;

beforeAll(async () => {
  env = { DATABASE_URL: await sharedDatabase() };
  await createAdminResources(server);
  admin = await adminOf(server);
  browser = await signedIn(server, await createUser(server));
});

const create = (uri: string, ...args: string[]) =>
  regrant(
    [
      ...[
        "client",
        "create",
        "--name",
        "Editor",
        "--public",
        "--grant",
        "authorization_code",
        "--grant",
        "refresh_token",
      ],
      ...["--resource", notes.uri, "--scope", "notes:read", "--redirect-uri", uri, ...args, "--json"],
    ],
    env,
  );
const register = async (...args: string[]): Promise<TestClient> => {
  const { client_id } = json(await create(editor, "--allow-undotted-schemes", ...args));
  return { clientId: String(client_id), secret: "" };
};

describe("A callback whose scheme has no dot", () => {
  it("is refused without the operator's word, and the refusal says what the word is [app-schemes-1]", async () => {
    expectFailure(await create(editor), 2, /without a dot.*any app may claim.*--allow-undotted-schemes/);
    const body = {
      client_name: "Editor",
      confidential: false,
      grant_types: ["authorization_code"],
      resources: [notes.uri],
      redirect_uris: [editor],
    };
    const refused = await admin.ask("POST", "/clients", body);
    expect(expectProblem(refused, 400, "body_invalid")).toEqual(["/redirect_uris/0"]);
    expect(refused.body.detail).toContain("allow_undotted_schemes");
    const made = await admin.ask("POST", "/clients", { ...body, allow_undotted_schemes: true });
    expect(made.body).toMatchObject({ redirect_uris: [editor], allow_undotted_schemes: true });
    const path = `/clients/${made.body.client_id}`;
    expectProblem(await admin.change(path, { allow_undotted_schemes: false }), 400, "body_invalid");
  });

  it("has the risk told by --help", async () => {
    const { stdout } = await regrant(["client", "create", "--help"]);
    expect(stdout.replace(/\s+/g, " ")).toMatch(
      /--allow-undotted-schemes .*any app on a device can claim such a scheme/,
    );
  });

  it("does not go with first-party clients, whose users are not asked [app-schemes-2]", async () => {
    expectFailure(await create(editor, "--allow-undotted-schemes", "--first-party"), 2, /--first-party/);
  });

  it("gets codes that redeem and refresh, by redirect and by form_post, and the user is asked again each time", async () => {
    const client = await register();
    for (const more of [{}, { response_mode: "form_post" }]) {
      const page = await browser.visit(authorizeUrl(client, { redirect_uri: editor, ...more }));
      expect(page.path).toMatch(/^\/consent\?/);
      // The host of such a URI is nobody's: an app could put its bank's there.
      expect(textOf(page.body)).toContain(
        "An app on this device ( notepilot ) wants to act for you at Notes :",
      );
      const answer = await browser.submit(page, "/consent", { decision: "allow" });
      const { code = "" } =
        answer.location === null ? hiddenFields(answer, editor) : answerOf(answer, editor);
      const tokens = expectRefreshToken(await redeem(server, client, code, { redirect_uri: editor }));
      expectRefreshToken(await askByRefreshToken(server, client, tokens.refresh_token));
      await passTime(server, 61);
    }
  });

  it("is matched letter for letter: what comes near is a page without a redirect", async () => {
    const client = await register();
    for (const redirect_uri of [
      `${editor}/`,
      editor.replace("notepilot", "NotePilot"),
      editor.replace("vendor.extension", "evil.extension"),
      "notepilot:/oauth/callback",
      "notepilot:///oauth/callback",
      `${editor}?x`,
    ]) {
      const { status, location, body } = await browser.get(authorizeUrl(client, { redirect_uri }));
      expect({ redirect_uri, status, location }).toEqual({ redirect_uri, status: 400, location: null });
      expect(textOf(body)).toContain(redirect_uri);
    }
  });

  it("is mentioned by regrant doctor", async () => {
    const { clientId } = await register();
    const areas = await examine({ ...env, SECRETS: `main:${"A".repeat(43)}` }, "http://127.0.0.1:1");
    const found = areas
      .flatMap(({ findings }) => findings)
      .filter(({ message }) => message.includes(clientId));
    expect(found).toMatchObject([{ check: "undotted_scheme", severity: "warning" }]);
    expect(found[0]?.message).toContain(editor);
  });
});

describe("A scheme that is never an app's", () => {
  it.each([
    ["javascript:x", /run what follows/],
    ["data:text/html,x", /run what follows/],
    ["vbscript:x", /run what follows/],
    ["file:///x", /on the disk/],
    ["blob:http://localhost/x", /on the disk/],
    ["about:blank", /on the disk/],
    ["intent://x", /which program opens/],
    ["http:x", /no plain host name/],
  ])(
    "is refused whatever the operator says, for the true reason: %s [app-schemes-3]",
    async (uri, reason) => {
      const result = await create(uri, "--allow-undotted-schemes");
      expectFailure(result, 2, reason);
      expect(result.stderr).not.toMatch(/dot/);
    },
  );
});

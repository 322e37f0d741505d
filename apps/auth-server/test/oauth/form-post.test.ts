import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { authorizeUrl, callback, createApp, issuer, redeem, signedIn } from "../support/authorization.js";
import { type Browser, hiddenFields, type Page } from "../support/browser.js";
import { createResources, createUser, type TestClient } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { expectRefreshToken } from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;
let browser: Browser;

beforeAll(async () => {
  await createResources(server);
  client = await createApp(server);
  browser = await signedIn(server, await createUser(server));
});

const ask = (more: Record<string, string> = {}): Promise<Page> =>
  browser.get(authorizeUrl(client, { response_mode: "form_post", ...more }));

describe("response_mode=form_post", () => {
  it("carries code, state and iss in a form to the redirect URI, in no address [form-post-1]", async () => {
    const page = await ask();
    expect([page.status, page.location]).toEqual([200, null]);
    expect(page.headers["cache-control"]).toBe("no-store");
    const { code = "", ...rest } = hiddenFields(page, callback);
    expect(rest).toEqual({ state: "a state", iss: issuer });
    expectRefreshToken(await redeem(server, client, code));
  });

  it("carries refusals the same way, with iss (RFC 9207 §2) [form-post-2]", async () => {
    const { error_description: description, ...rest } = hiddenFields(await ask({ scope: "nope" }), callback);
    expect(rest).toEqual({
      error: "invalid_scope",
      error_uri: `${issuer}/errors/scope_not_allowed`,
      state: "a state",
      iss: issuer,
    });
    expect(description).toBeDefined();
  });

  it("allows its one script by hash, and the form to go wherever the app redirects on to", async () => {
    const { headers, body } = await ask();
    const scripts = [...body.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script = ""]) => script);
    expect(scripts).toHaveLength(1);
    const hash = createHash("sha256")
      .update(scripts[0] ?? "")
      .digest("base64");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
    expect(policy).not.toContain("form-action");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  it("comes from the issuer's origin, for apps that look where forms come from, and from no address", async () => {
    expect((await ask()).headers["referrer-policy"]).toBe("strict-origin");
  });

  it("escapes what the app sent: state comes back as it was, and as nothing else [form-post-3]", async () => {
    const state = `"><script>alert(1)</script><input name="code" value="x">'&amp;`;
    const page = await ask({ state });
    expect(hiddenFields(page, callback)).toMatchObject({ state });
    expect(page.body.match(/<script/g)).toHaveLength(1);
    expect(page.body.match(/<input/g)).toHaveLength(3);
  });

  it("works without script: there is a button to press", async () => {
    expect((await ask()).body).toContain('<button class="main">Continue to the app</button>');
  });

  it("is refused to none but proven redirect URIs [form-post-4]", async () => {
    const page = await ask({ redirect_uri: "https://evil.example/" });
    expect(page.status).toBe(400);
    expect(page.body).not.toMatch(/<form|<script|(href|action)="[^"]*evil/);
  });
});

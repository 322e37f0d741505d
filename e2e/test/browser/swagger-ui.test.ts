/** Swagger UI, on an origin of its own, signs in by pop-up and calls the API. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import sirv from "sirv";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BrowserStack, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";
import type { Client } from "../../support/registrations.js";

describeInBrowser("Swagger UI", () => {
  let stack: BrowserStack<never>;
  let browser: Browser;
  let docs: Server;
  let origin: string;
  let client: Client;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startBrowserStack({}), startBrowser()]);
    const files = sirv(dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json")));
    docs = createServer((request, response) => {
      if (request.url === "/") return void response.setHeader("content-type", "text/html").end(page);
      if (request.url === "/start.js")
        return void response.setHeader("content-type", "text/javascript").end(startScript());
      files(request, response, () => void response.writeHead(404).end());
    }).listen(0, "localhost");
    await once(docs, "listening");
    origin = `http://localhost:${(docs.address() as AddressInfo).port}`;
    client = await stack.regrant([
      ...["client", "create", "--name", "API documentation", "--public", "--resource", stack.resource],
      ...["--grant", "authorization_code", "--redirect-uri", `${origin}/oauth2-redirect.html`],
      ...["--allowed-origin", origin, "--scope", "notes:read", "--scope", "notes:write"],
    ]);
  });
  afterAll(async () => {
    docs.close();
    await browser.close();
    await stack.stop();
  });

  const page = `<!doctype html><meta charset="utf-8"><title>API</title><link rel="stylesheet" href="swagger-ui.css">
    <div id="swagger-ui"></div><script src="swagger-ui-bundle.js"></script><script src="start.js"></script>`;

  /** OpenAPI 3 with `authorizationCode`, and Swagger UI's switch for PKCE. */
  const startScript = () => {
    const flows = {
      authorizationCode: {
        authorizationUrl: `${stack.issuer}/oauth2/authorize`,
        tokenUrl: `${stack.issuer}/oauth2/token`,
        scopes: { "notes:read": "Read your notes" },
      },
    };
    const spec = {
      openapi: "3.0.3",
      info: { title: "Notes", version: "1" },
      servers: [{ url: stack.resource }],
      paths: {
        "/whoami": {
          get: { security: [{ regrant: ["notes:read"] }], responses: { 200: { description: "Who" } } },
        },
      },
      components: { securitySchemes: { regrant: { type: "oauth2", flows } } },
    };
    return `const ui = SwaggerUIBundle({ dom_id: "#swagger-ui", spec: ${JSON.stringify(spec)} });
      ui.initOAuth({ clientId: ${JSON.stringify(client.client_id)}, scopes: "notes:read",
        usePkceWithAuthorizationCodeGrant: true });`;
  };

  it("signs in by pop-up, and gets /whoami", { timeout: 45_000 }, async () => {
    const profile = await browser.newProfile();
    profile.setDefaultTimeout(8_000);
    try {
      const ui = await profile.newPage();
      await ui.goto(origin);
      await ui.getByRole("button", { name: "Authorize" }).first().click();
      await ui.locator(".auth-container input[type=checkbox]").check({ force: true });
      const opened = ui.waitForEvent("popup");
      await ui.locator(".auth-btn-wrapper .authorize").click();
      const popUp = await opened;
      await popUp.getByLabel("Email address").fill(stack.ada.email);
      await popUp.getByLabel("Password").fill(stack.ada.password);
      await popUp.getByRole("button", { name: "Sign in", exact: true }).click();
      const closed = popUp.waitForEvent("close");
      await popUp.getByRole("button", { name: "Allow" }).click();
      await closed;
      await ui.getByText("Logout", { exact: true }).waitFor();
      await ui.locator(".btn-done").click();
      await ui.locator(".opblock-summary").first().click();
      await ui.getByRole("button", { name: "Try it out" }).click();
      await ui.getByRole("button", { name: "Execute" }).click();
      const status = ui.locator(".live-responses-table .response .response-col_status").first();
      await status.waitFor();
      expect(await status.textContent()).toContain("200");
    } finally {
      await profile.close();
    }
  });
});

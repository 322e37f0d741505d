/** What a person finds at addresses that are nobody's page, and what a form answers to them. */
import { beforeAll, describe, expect, it } from "vitest";
import { authorizationRequest, authorizeUrl, createApp, login, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";

const server = await testServer();
let client: TestClient;
let third: TestClient;
let user: TestUser;

beforeAll(async () => {
  await createResources(server);
  client = await createApp(server, { name: "Calendar" });
  third = await createApp(server, { name: "Planner", firstParty: false });
  user = await createUser(server);
});

/** What Chromium and Firefox send when somebody follows a link. */
const html = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8" };

const linksOf = ({ body }: Page) => [...body.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href);
const inputOf = ({ body }: Page, name: string) =>
  new RegExp(`<input id="${name}"[^>]*>`).exec(body)?.[0] ?? "";
const idIn = (page: Page) => String(page.headers["x-request-id"]);

describe("An address that a person can reach", () => {
  it.each([
    ["/nope", 404, "Page not found", "not_found"],
    ["/errors/nope", 404, "Page not found", "not_found"],
    ["/oauth2", 404, "Page not found", "not_found"],
    ["/oauth2/token", 405, "Nothing to see here", "method_not_allowed"],
    ["/oauth2/revoke", 405, "Nothing to see here", "method_not_allowed"],
    ["/oauth2/introspect", 405, "Nothing to see here", "method_not_allowed"],
    ["/%", 400, "Page not found", "request_malformed"],
    ["/oauth2/authorize", 400, "This sign-in link doesn’t work", "parameter_missing"],
  ])("has a page: %s", async (path, status, title, reason) => {
    const page = await new Browser(server).get(path, html);
    expect([page.status, page.headers["content-type"]]).toEqual([status, "text/html; charset=utf-8"]);
    expect(page.headers).toMatchObject({
      "cache-control": "no-store",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "content-security-policy": expect.stringMatching(/^default-src 'none'; .*form-action 'self'/),
    });
    const text = textOf(page.body);
    for (const part of [title, "What you can do", idIn(page), reason]) expect(text).toContain(part);
    expect(linksOf(page)).toEqual(expect.arrayContaining(["/account", `/errors/${reason}`]));
    // Not the developers' words, but in the details.
    expect(textOf(page.body.replace(/<details>[\s\S]*<\/details>/, ""))).not.toMatch(/client_id|_|HTTP|RFC/);
  });

  it("is JSON for programs, whatever else they take", async () => {
    for (const accept of [
      "*/*",
      "application/json",
      "application/json, text/plain, */*",
      "application/xml",
      "",
    ]) {
      const page = await new Browser(server).get("/nope", { accept });
      expect([page.status, page.headers["content-type"]]).toEqual([404, "application/json; charset=utf-8"]);
      expect(String(page.headers.vary)).toMatch(/\bAccept\b/);
    }
    // Java's HttpURLConnection asks for HTML first.
    const api = await new Browser(server).get("/account/api/sessions", {
      accept: "text/html, image/gif, */*",
    });
    expect([api.status, api.headers["content-type"]]).toEqual([401, "application/json; charset=utf-8"]);
    const posted = await new Browser(server).post("/oauth2/token", "grant_type=x", html);
    expect(posted.headers["content-type"]).toBe("application/json; charset=utf-8");
  });

  it("leads from the root to the account, and from there to the login page", async () => {
    const root = await new Browser(server).get("/", html);
    expect([root.status, root.location]).toEqual([303, "/account"]);
    expect((await new Browser(server).get("/")).status).toBe(404);
  });

  it("repeats nothing of the address as a link to elsewhere", async () => {
    for (const path of ["//evil.example/", "/%5Cevil.example", "/a?//evil.example"]) {
      const page = await new Browser(server).get(path, html);
      expect([page.status, page.location]).toEqual([404, null]);
      expect(linksOf(page).join(" ")).not.toContain("evil");
    }
  });
});

describe("A refused form", () => {
  it("leads back to its page, with the authorization request that it was part of", async () => {
    const browser = new Browser(server);
    const page = await browser.visit(authorizeUrl(client));
    const refused = await browser.post("/login", { ...hiddenFields(page, "/login"), form_token: "old" });
    expect([refused.status, textOf(refused.body)]).toEqual([
      403,
      expect.stringContaining("This page has expired"),
    ]);
    const [again = ""] = linksOf(refused).filter((href) => href?.startsWith("/login"));
    expect(textOf((await browser.visit(again)).body)).toContain("to continue to Calendar");
  });

  it("blames no app where none asked", async () => {
    const browser = await signedIn(server, user);
    const refused = await browser.post("/logout", `form_token=x&apps=end&apps=stay`);
    expect([refused.status, textOf(refused.body)]).toEqual([
      400,
      expect.stringContaining("That didn’t work"),
    ]);
    expect(linksOf(refused)).toContain("/logout");
  });

  it("says what is missing beside the field, and no guess is counted", async () => {
    const guesses = async () => (await server.db.query("select * from sign_in_limits order by key")).rows;
    const before = await guesses();
    const browser = new Browser(server);
    const page = await browser.visit("/login");
    for (const [email, password, field, words] of [
      ["", "x", "username", "Enter your email address"],
      ["  ", "x", "username", "Enter your email address"],
      ["", "", "username", "Enter your email address"],
      [user.email, "", "password", "Enter your password"],
    ] as const) {
      const again = await login(browser, page, { email, password });
      expect(again.status).toBe(400);
      expect(textOf(again.body)).toContain(words);
      const other = field === "username" ? "password" : "username";
      expect(inputOf(again, field)).toMatch(/ aria-invalid="true" aria-describedby="problem" autofocus/);
      expect(inputOf(again, other)).not.toMatch(/aria-invalid|autofocus/);
    }
    expect(await guesses()).toEqual(before);
  });

  it("marks both fields where email and password do not fit, and keeps the first", async () => {
    const browser = new Browser(server);
    const again = await login(browser, await browser.visit("/login"), { ...user, password: "wrong" });
    for (const name of ["username", "password"])
      expect(inputOf(again, name)).toContain('aria-invalid="true" aria-describedby="problem"');
    expect(inputOf(again, "username")).toContain(`value="${user.email}"`);
    expect(inputOf(again, "password")).toMatch(/ autofocus>$/);
    expect(again.body).toMatch(/role="alert" id="problem">Incorrect email or password\./);
  });

  it("says how long to wait, alike whether there is such an account or not", async () => {
    const waits = [];
    for (const email of [(await createUser(server)).email, "nobody-waits@example.com"]) {
      const browser = new Browser(server);
      let page = await browser.visit("/login");
      for (let guess = 0; guess < 7; guess += 1)
        page = await login(browser, page, { email, password: `${guess}` });
      expect([page.status, Number(page.headers["retry-after"])]).toEqual([429, expect.any(Number)]);
      waits.push(/Too many attempts\. Try again in \d+ seconds?\./.exec(textOf(page.body))?.[0]);
    }
    expect(waits[0]).toBeDefined();
    expect(waits[1]).toBe(waits[0]);
  });
});

describe("The login page of who is signed in already", () => {
  it("says who, and leads on without a password, or takes another account", async () => {
    const browser = await signedIn(server, user);
    const page = await browser.visit("/login");
    expect(textOf(page.body)).toContain(
      `You’re already signed in as ${user.email} . Continue Use another account`,
    );
    expect(linksOf(page)).toContain("/account");
    const other = await createUser(server);
    const account = await login(browser, page, other);
    expect(textOf(account.body)).toContain(other.email);
    expect(account.body).not.toContain(user.email);
  });

  it("goes on to the app that asked, from its consent page, too", async () => {
    const browser = await signedIn(server, user);
    const consent = await browser.visit(authorizeUrl(third));
    const [another = ""] = linksOf(consent).filter((href) => href?.startsWith("/login"));
    const page = await browser.visit(another);
    expect(textOf(page.body)).toContain("to continue to Planner");
    const [goOn = ""] = linksOf(page).filter((href) => href?.startsWith("/oauth2/authorize"));
    expect(textOf((await browser.visit(goOn)).body)).toContain("Allow Planner");
  });

  it("asks to confirm where the app wants a sign-in that is new, and does not lead in circles", async () => {
    const browser = await signedIn(server, user);
    for (const more of [{ prompt: "login" }, { prompt: "consent login" }, { max_age: "0" }]) {
      const page = await browser.visit(authorizeUrl(client, more));
      expect(textOf(page.body)).toContain(`You’re signed in as ${user.email} . Confirm that it’s you.`);
      expect(inputOf(page, "username")).toContain(`value="${user.email}"`);
      expect(linksOf(page).filter((href) => href?.startsWith("/oauth2"))).toEqual([]);
    }
  });

  it("tells nobody else", async () => {
    await signedIn(server, user);
    expect((await new Browser(server).visit("/login")).body).not.toContain(user.email);
  });
});

describe("The consent page", () => {
  it("marks what was allowed before, and says where nothing was", async () => {
    const browser = await signedIn(server, await createUser(server));
    const first = await browser.visit(authorizeUrl(third, { scope: "notes:read" }));
    expect(textOf(first.body)).toContain("This app has no access to your account yet.");
    expect(first.body).not.toContain('class="tag"');
    await browser.submit(first, "/consent", { decision: "allow" });
    const more = await browser.visit(authorizeUrl(third, { scope: "notes:read notes:write" }));
    expect(textOf(more.body)).not.toContain("no access to your account yet");
    expect(textOf(more.body)).toContain("Read your notes already allowed notes:write Each sign-in");
    const asked = new URLSearchParams(
      authorizationRequest(third, { scope: "notes:read", prompt: "consent" }),
    );
    const again = await browser.visit(`/oauth2/authorize?${asked}`);
    expect(textOf(again.body)).toContain("Read your notes already allowed Each sign-in");
  });
});

/**
 * Behind nginx with only a `proxy_pass`. By default it limits a response's headers to 4 KiB, and a request's to 8.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { freePort, type Visit, visit } from "@regrant/dev-stack";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { watch } from "../support/app-page.js";
import { type Browser, startBrowser } from "../support/chromium.js";
import { describeInBrowser } from "../support/in-browser.js";
import { describeBehindNginx, type Nginx, startNginx } from "../support/nginx.js";
import { type Client, registerResource, registerUser, type User } from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";

const redirectUri = "https://app.example.com/callback?app=1";

/** Typical content of `state`: addresses, umlauts, quotes and braces, up to this many characters. */
function jsonOf(characters: number): string {
  const entries: object[] = [];
  while (JSON.stringify(entries).length < characters)
    entries.push({
      return_to: `https://app.example.com/über/${randomBytes(8).toString("hex")}?q={"a":[1]}&b=+%2B`,
      tenant: `Müller & Söhne "Straße" ${randomBytes(3).toString("hex")}`,
      campaign: { id: randomBytes(4).readUInt32BE(), tags: ["ä", "ö", "ü", "ß"] },
    });
  return JSON.stringify(entries).slice(0, characters);
}

const odd = `+ %2B %25 %252B & # = ; " ' < > \\ \t \r\n é e\u0301 \u2028 🦋 {} [] ^ | \` ~`;
const taken: Readonly<Record<string, string>> = {
  "300 characters of JSON": jsonOf(300),
  "600 characters of JSON": jsonOf(600),
  "1,200 characters of JSON": jsonOf(1_200),
  "2,400 characters of JSON": jsonOf(2_400),
  "2,400 plain letters": "abcdefghij".repeat(240),
  "2,200 characters without any order": randomBytes(1_650).toString("base64url"),
  "2,380 characters without any order": randomBytes(1_785).toString("base64url"),
  "4,096 characters without any order": randomBytes(3_072).toString("base64url"),
  "odd characters": odd,
};

describeBehindNginx("behind nginx with nothing set [nginx-1]", () => {
  let stack: TestStack;
  let nginx: Nginx;
  const issuers = { "through nginx": "", straight: "" };
  let ours: Client;
  let theirs: Client;
  beforeAll(async () => {
    stack = await startTestStack();
    issuers.straight = stack.issuer;
    const port = await freePort();
    issuers["through nginx"] = `http://localhost:${port}`;
    const behind = await stack.startAuthServer({
      ISSUER: issuers["through nginx"],
      TRUST_PROXY: "127.0.0.1",
    });
    nginx = await startNginx(port, behind.url);
    await registerResource(stack);
    const register = (...more: string[]) =>
      stack.regrant<Client>([
        ...[
          "client",
          "create",
          "--name",
          "Web",
          "--grant",
          "authorization_code",
          "--redirect-uri",
          redirectUri,
        ],
        ...["--scope", "notes:read", "--resource", stack.resource, ...more],
      ]);
    [ours, theirs] = [await register("--first-party"), await register()];
  });
  afterAll(async () => {
    await nginx?.stop();
    await stack?.stop();
  });

  const requestOf = (issuer: string, { client_id }: Client, more: Readonly<Record<string, string>>): URL => {
    const parameters = {
      ...{ response_type: "code", client_id, redirect_uri: redirectUri, scope: "notes:read" },
      ...{ code_challenge: randomBytes(32).toString("base64url"), code_challenge_method: "S256" },
      ...more,
    };
    return new URL(`${issuer}/oauth2/authorize?${new URLSearchParams(parameters)}`);
  };
  const anybody = () => registerUser(stack, `${randomUUID()}@example.com`);
  const arrive = async (url: URL, options?: Visit) =>
    visit(url, await anybody(), "https://app.example.com/", options);

  describe.each(["through nginx", "straight"] as const)("%s", (way) => {
    const tried = way === "straight" ? ["2,400 characters of JSON", "odd characters"] : Object.keys(taken);
    it.each(tried)("a state of %s comes back byte for byte, whichever way it goes", async (name) => {
      const state = taken[name] ?? "";
      const issuer = issuers[way];
      const ways: [Client, Record<string, string>, Visit, string[]][] = [
        [ours, {}, { wrongPassword: "not theirs" }, ["/login", "/login"]],
        [theirs, {}, { wrongPassword: "not theirs" }, ["/login", "/login", "/consent"]],
        [theirs, {}, { decision: "deny" }, ["/login", "/consent"]],
        [ours, { prompt: "login" }, {}, ["/login"]],
        [ours, { prompt: "consent" }, {}, ["/login", "/consent"]],
        [theirs, { prompt: "login consent", login_hint: "jürg@example.com" }, {}, ["/login", "/consent"]],
        [theirs, { response_mode: "form_post" }, {}, ["/login", "/consent"]],
        [theirs, {}, { byPost: true }, ["/login", "/consent"]],
        [theirs, { response_mode: "form_post" }, { byPost: true }, ["/login", "/consent"]],
      ];
      for (const [client, more, options, pages] of ways) {
        const arrived = await arrive(requestOf(issuer, client, { state, ...more }), options);
        expect(arrived.answer.get("state")).toBe(state);
        expect(arrived.answer.get("iss")).toBe(issuer);
        expect(arrived.answer.has(options.decision === "deny" ? "error" : "code")).toBe(true);
        expect(arrived.address.searchParams.get("app")).toBe("1");
        expect(arrived.pages).toEqual(pages);
      }
    });

    it("a state beyond 4,096 bytes is refused to the client at the first step", async () => {
      for (const [state, byPost] of [
        // As a query it would not fit into nginx's request line.
        [jsonOf(4_800), way === "through nginx"],
        [jsonOf(9_600), true],
        ["x".repeat(4_097), false],
      ] as const) {
        const { answer, pages } = await arrive(requestOf(issuers[way], theirs, { state }), { byPost });
        expect(pages).toEqual([]);
        expect(answer.get("error")).toBe("invalid_request");
        expect(answer.get("error_description")).toMatch(/^The state has [\d,]+ bytes; the limit is 4096/);
        expect(answer.get("state")).toBe(state);
      }
    });
  });

  describeInBrowser("in a browser [nginx-2]", () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser?.close());
    /** Tabs of one profile; every address of the app's host is an empty page. */
    async function openTabs(count: number): Promise<Page[]> {
      const profile = await browser.newProfile();
      await profile.route("https://app.example.com/**", (route) =>
        route.fulfill({ contentType: "text/html", body: "<!doctype html><title>The app</title>" }),
      );
      const faults = watch(profile);
      onTestFinished(async () => {
        await profile.close();
        expect(faults).toEqual([]);
      });
      return Promise.all(Array.from({ length: count }, () => profile.newPage()));
    }
    const signIn = async (tab: Page, { email, password }: User) => {
      await tab.getByLabel("Email address").fill(email);
      await tab.getByLabel("Password").fill(password);
      await tab.getByRole("button", { name: "Sign in", exact: true }).click();
    };
    const allow = (tab: Page) => tab.getByRole("button", { name: "Allow" }).click();
    const stateIn = async (tab: Page) => {
      await tab.waitForURL("https://app.example.com/**");
      const { searchParams } = new URL(tab.url());
      return searchParams.has("code") && searchParams.get("state");
    };
    const state = jsonOf(2_400);

    it("pages stand reloading and Back, and a way that went by a page leaves none in the history", async () => {
      const [tab] = (await openTabs(1)) as [Page];
      const user = await anybody();
      const long = randomBytes(2_400).toString("base64url");
      await tab.goto("about:blank");
      await tab.goto(requestOf(issuers["through nginx"], theirs, { state: long }).href);
      await tab.waitForURL(/\/login\b/);
      await tab.goBack();
      expect(tab.url()).toBe("about:blank");
      await tab.goForward();
      await tab.reload();
      await signIn(tab, { ...user, password: "not theirs" });
      await tab.getByRole("alert").waitFor();
      await tab.reload();
      await signIn(tab, user);
      await tab.waitForURL(/\/consent\b/);
      await tab.reload();
      await tab.goBack();
      await tab.goForward();
      await tab.waitForURL(/\/consent\b/);
      await allow(tab);
      expect(await stateIn(tab)).toBe(long);
      await tab.goBack();
      await tab.waitForURL(/\/consent\b/);
      await allow(tab);
      expect(await stateIn(tab)).toBe(long);
    });

    it("two tabs with two apps each come back to their own", async () => {
      const [one, other] = (await openTabs(2)) as [Page, Page];
      const user = await anybody();
      await one.goto(requestOf(issuers["through nginx"], ours, { state }).href);
      await other.goto(requestOf(issuers["through nginx"], theirs, { state: odd }).href);
      await signIn(one, user);
      expect(await stateIn(one)).toBe(state);
      await signIn(other, user);
      await allow(other);
      expect(await stateIn(other)).toBe(odd);
    });

    it("form_post brings a long state", async () => {
      const [tab] = (await openTabs(1)) as [Page];
      const request = requestOf(issuers["through nginx"], theirs, { state, response_mode: "form_post" });
      await tab.goto(request.href);
      await signIn(tab, await anybody());
      const posted = tab.waitForRequest((sent) => sent.method() === "POST" && sent.url() === redirectUri);
      await allow(tab);
      expect(new URLSearchParams((await posted).postData() ?? "").get("state")).toBe(state);
    });
  });
});

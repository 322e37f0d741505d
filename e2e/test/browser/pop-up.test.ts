/** Apps on other origins open the sign-in in a pop-up, wait for its answer, and then call the server by script. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import {
  authorizationUrl,
  codeVerifier,
  nextAnswer,
  nextWholeAnswer,
  openPopUp,
  registerBrowserApp,
  serveAppOrigin,
} from "../../support/app-origin.js";
import { fillLoginForm, newProfile } from "../../support/app-page.js";
import { type BrowserStack, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";

/** Headers that apps and their libraries add. */
const added = {
  "x-requested-with": "XMLHttpRequest",
  traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  tracestate: "vendor=1",
  baggage: "user=1",
};

describeInBrowser("a sign-in in a pop-up of an app on another origin", () => {
  let stack: BrowserStack<never>;
  let browser: Browser;
  let served: Awaited<ReturnType<typeof serveAppOrigin>>;
  const apps: Record<string, { origin: string; ours: string; theirs: string }> = {};
  beforeAll(async () => {
    [stack, browser, served] = await Promise.all([startBrowserStack({}), startBrowser(), serveAppOrigin()]);
    for (const host of ["localhost", "tauri.localhost"]) {
      const origin = `http://${host}:${served.port}`;
      const [ours, theirs] = [
        await registerBrowserApp(stack, `${origin}/callback`, "--first-party"),
        await registerBrowserApp(stack, `${origin}/callback`),
      ];
      apps[host] = { origin, ours, theirs };
    }
  });
  afterAll(async () => {
    served.stop();
    await browser.close();
    await stack.stop();
  });

  const appAt = (host: string) => apps[host] ?? { origin: "", ours: "", theirs: "" };
  const urlFor = (host: string, parameters: Record<string, string>) =>
    authorizationUrl(stack.issuer, { redirect_uri: `${appAt(host).origin}/callback`, ...parameters });
  const openApp = async (host: string): Promise<Page> => {
    const page = await (await newProfile(browser)).newPage();
    await page.goto(appAt(host).origin);
    return page;
  };
  /** For tests in which policies are violated on purpose. */
  const openUnwatched = async (url: string): Promise<Page> => {
    const profile = await browser.newProfile();
    onTestFinished(() => profile.close());
    const page = await profile.newPage();
    await page.goto(url);
    return page;
  };
  const frame = (page: Page, src: string): Promise<void> =>
    page.evaluate(
      `document.body.replaceChildren(Object.assign(document.createElement("iframe"), { src: ${JSON.stringify(src)} }))`,
    );
  /** What the app's script gets: status and body, or the name of the error of a failed fetch. */
  const call = (
    page: Page,
    url: string,
    init: object,
  ): Promise<{ status?: number; body?: never; error?: string }> =>
    page.evaluate(
      `fetch(${JSON.stringify(url)}, ${JSON.stringify(init)}).then(
        async (answer) => ({ status: answer.status, body: await answer.json().catch(() => null) }),
        ({ name }) => ({ error: name }))`,
    );
  const postForm = (page: Page, path: string, form: Record<string, string>) =>
    call(page, `${stack.issuer}${path}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...added },
      body: new URLSearchParams(form).toString(),
    });
  const expectOpen = async (page: Page, popUp: Page) => {
    expect(await page.evaluate("popUp.closed")).toBe(false);
    expect(await popUp.evaluate("opener !== null")).toBe(true);
  };

  it.each(["localhost", "tauri.localhost"])(
    "brings the code to the opener: signing in, consenting, in on sight, by form_post; then calls: %s",
    async (host) => {
      const { origin, ours, theirs } = appAt(host);
      const page = await openApp(host);
      const popUp = await openPopUp(page, urlFor(host, { client_id: theirs, state: "1" }));
      await expectOpen(page, popUp);
      await fillLoginForm(popUp, stack.ada);
      await popUp.getByRole("button", { name: "Allow" }).click();
      expect((await nextAnswer(page)).get("code")).toBeTruthy();
      await expectOpen(page, popUp);

      const formPost = await openPopUp(page, urlFor(host, { client_id: theirs, response_mode: "form_post" }));
      await formPost.getByRole("button", { name: "Allow" }).click();
      // Apps that check the form's origin accept the issuer; they would refuse "null".
      expect(await nextWholeAnswer(page)).toMatchObject({
        body: expect.stringContaining("code="),
        origin: stack.issuer,
      });
      await expectOpen(page, formPost);

      const silent = await openPopUp(page, urlFor(host, { client_id: ours, state: "3" }));
      const answer = await nextAnswer(page);
      expect(answer.get("state")).toBe("3");
      await expectOpen(page, silent);

      const { body: tokens = { access_token: "", refresh_token: "" }, ...rest } = await postForm(
        page,
        "/oauth2/token",
        {
          grant_type: "authorization_code",
          client_id: ours,
          code: answer.get("code") ?? "",
          redirect_uri: `${origin}/callback`,
          code_verifier: codeVerifier,
        },
      );
      expect(rest).toEqual({ status: 200 });
      const headers = { authorization: `Bearer ${tokens.access_token}`, ...added };
      expect(await call(page, `${stack.resource}/whoami`, { headers })).toMatchObject({ status: 200 });
      expect(
        await postForm(page, "/oauth2/token", { grant_type: "refresh_token", client_id: ours }),
      ).toMatchObject({
        status: 400,
        body: { error: "invalid_request" },
      });
      const revocation = { client_id: ours, token: tokens.refresh_token };
      expect(await postForm(page, "/oauth2/revoke", revocation)).toMatchObject({ status: 200 });
    },
  );

  it("brings errors to the opener: of the request, by form_post as well, and the user's no", async () => {
    const page = await openApp("localhost");
    const { theirs } = appAt("localhost");
    for (const more of [{}, { response_mode: "form_post" }]) {
      const popUp = await openPopUp(
        page,
        urlFor("localhost", { client_id: theirs, scope: "nobodys", ...more }),
      );
      expect((await nextAnswer(page)).get("error")).toBe("invalid_scope");
      await expectOpen(page, popUp);
    }
    const popUp = await openPopUp(page, urlFor("localhost", { client_id: theirs }));
    await fillLoginForm(popUp, stack.ada);
    await popUp.getByRole("button", { name: "Cancel" }).click();
    expect((await nextAnswer(page)).get("error")).toBe("access_denied");
    await expectOpen(page, popUp);
  });

  it("that ends on a page of refusal, and of its reason, is open to the opener still", async () => {
    const page = await openApp("localhost");
    const popUp = await openPopUp(page, urlFor("localhost", { client_id: "nobody" }));
    await popUp.getByText("Details for support").click();
    await popUp.getByRole("link", { name: "client_unknown" }).click();
    await popUp.waitForURL(/\/errors\//);
    await expectOpen(page, popUp);
  });

  it("goes on silently in a frame of the app's, where nobody has to be asked", async () => {
    const page = await openApp("localhost");
    const { ours } = appAt("localhost");
    await frame(page, urlFor("localhost", { client_id: ours, prompt: "none" }));
    expect((await nextAnswer(page)).get("error")).toBe("login_required");
    const popUp = await openPopUp(page, urlFor("localhost", { client_id: ours }));
    await fillLoginForm(popUp, stack.ada);
    await nextAnswer(page);
    await frame(page, urlFor("localhost", { client_id: ours, prompt: "none" }));
    expect((await nextAnswer(page)).get("code")).toBeTruthy();
  });

  it("leads to no page of the server's in a frame", async () => {
    const page = await openUnwatched(appAt("localhost").origin);
    for (const path of ["/login", "/account", "/logout", "/errors"]) {
      await frame(page, `${stack.issuer}${path}`);
      await expect
        .poll(() => page.frames().map((each) => each.url()))
        .toContain("chrome-error://chromewebdata/");
    }
  });

  it("keeps nothing of the account open to an app that opens it", async () => {
    const page = await openApp("localhost");
    const popUp = await openPopUp(page, urlFor("localhost", { client_id: appAt("localhost").ours }));
    await fillLoginForm(popUp, stack.ada);
    await nextAnswer(page);
    const account = await openPopUp(page, `${stack.issuer}/account`);
    await account.getByRole("heading", { name: "Your account" }).waitFor();
    expect(await account.evaluate("opener")).toBeNull();
    await expect.poll(() => page.evaluate("popUp.closed")).toBe(true);
  });

  it("is of no use to a page on an origin that is not registered: it reads nothing", async () => {
    const page = await openUnwatched(`http://evil.localhost:${served.port}`);
    const form = { grant_type: "refresh_token", client_id: appAt("localhost").ours, refresh_token: "x" };
    for (const path of ["/oauth2/token", "/oauth2/revoke"]) {
      expect(await postForm(page, path, form)).toEqual({ error: "TypeError" });
    }
  });
});

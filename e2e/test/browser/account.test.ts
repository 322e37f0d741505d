/** The account page as a person sees it: with no session, some and many, in both languages; and all of it without JavaScript. */
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { insertBrowsers, insertConnectedApps, insertSessions } from "../../support/account-rows.js";
import { newProfile } from "../../support/app-page.js";
import { type BrowserStack, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";
import { lookAt } from "../../support/look.js";
import { registerUser, type User } from "../../support/registrations.js";

describeInBrowser("the account page", () => {
  let stack: BrowserStack<"app">;
  let browser: Browser;
  let users = 0;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([
      startBrowserStack({ app: { name: "Notes in the browser", isFirstParty: false } }),
      startBrowser(),
    ]);
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  const newUser = () => registerUser(stack, `grace.hopper-${++users}@example.com`);
  const openAccount = async (user: User, options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await (await newProfile(browser, { reducedMotion: "reduce", ...options })).newPage();
    await page.goto(`${stack.issuer}/login`);
    await page.locator("#username").fill(user.email);
    await page.locator("#password").fill(user.password);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/account\b/);
    return page;
  };
  const inSection = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
  const fill = async (user: User, count: number) => {
    await insertSessions(stack.db, user, stack.apps.app.clientId, count);
    await insertBrowsers(stack.db, user, Math.min(count, 6));
  };

  const lookerAt =
    (page: Page, { locale }: { readonly locale: string }) =>
    (name: string) =>
      lookAt(page, `${name}-${locale.slice(0, 2)}`);

  it.each([{ locale: "en-GB" }, { locale: "de-DE" }])(
    "is accessible, and fits every screen: $locale [browser-account-1]",
    async (options) => {
      const user = await newUser();
      const page = await openAccount(user, options);
      const look = lookerAt(page, options);
      await look("account-empty");
      await insertSessions(stack.db, user, stack.apps.app.clientId, 1);
      await page.reload();
      await look("account-one");
      await fill(user, 60);
      await insertSessions(stack.db, user, stack.apps.app.clientId, 1, "refresh_token_reused");
      await insertSessions(stack.db, user, stack.apps.app.clientId, 1, "session_displaced");
      await insertConnectedApps(stack.db, user, [`Calendar ${options.locale}`, `Zettel ${"und".repeat(20)}`]);
      await page.reload();
      await look("account-many");
      await page.locator("#sessions ~ ul form button").first().click();
      await page.locator("#done").waitFor();
      await look("account-after-an-end");
      await page.goto(`${stack.issuer}/account/password`);
      await look("account-password");
      await page.locator("#password").fill("not hers");
      await page.locator("#new_password").fill("an other passphrase");
      await page.keyboard.press("Enter");
      await page.locator("#problem").waitFor();
      await look("account-password-wrong");
      await page.goto(`${stack.issuer}/account/sessions/end-others`);
      await look("account-end-others");
      await page.goto(`${stack.issuer}/account/sessions/end-all`);
      await look("account-end-all");
      await page.locator("form button").click();
      await page.waitForURL(/\/signed-out$/);
      await look("account-signed-out");
    },
    180_000,
  );

  it.each([{ locale: "en-GB" }, { locale: "de-DE" }])(
    "has a profile that is accessible, and fits every screen: $locale",
    async (options) => {
      const page = await openAccount(await newUser(), options);
      const look = lookerAt(page, options);
      await page.goto(`${stack.issuer}/account/profile`);
      await look("account-profile");
      await page.locator("#name").fill("Ada Lovelace");
      await page.locator("#birthdate").fill("10 December");
      await page.locator("form.profile button").click();
      await page.locator("#birthdate[aria-invalid]").waitFor();
      await look("account-profile-wrong");
      await page.locator("#birthdate").fill("1815-12-10");
      await page.locator("form.profile button").click();
      await page.locator("#done").waitFor();
    },
  );

  it("tells times in the reader's time zone and language where scripts run, and in UTC where they don't [browser-account-2]", async () => {
    const user = await newUser();
    await insertSessions(stack.db, user, stack.apps.app.clientId, 1);
    await stack.db.query(
      "update sessions set rotated_at = now() - interval '5 minutes' - interval '20 seconds' where user_id = (select id from users where email = $1)",
      [user.email],
    );
    for (const [options, words, exactly] of [
      [
        { locale: "en-US", timezoneId: "America/New_York" },
        "5 minutes ago",
        /^\w+day, \w+ \d+, \d+ at \d+:\d\d [AP]M$/,
      ],
      [
        { locale: "de-DE", timezoneId: "Asia/Tokyo" },
        "vor 5 Minuten",
        /^\w+tag, \d+\. \S+ \d+ um \d\d:\d\d$/,
      ],
      [{ locale: "en-US", timezoneId: "Asia/Tokyo", javaScriptEnabled: false }, "5 minutes ago", / UTC$/],
    ] as const) {
      const page = await openAccount(user, options);
      const time = page.locator("#sessions ~ ul time").first();
      expect(await time.textContent()).toBe(words);
      const title = (await time.getAttribute("title")) ?? "";
      expect(title).toMatch(exactly);
      if ("javaScriptEnabled" in options) continue;
      const at = new Date((await time.getAttribute("datetime")) ?? "");
      const local = { dateStyle: "full", timeStyle: "short", timeZone: options.timezoneId } as const;
      expect(title).toBe(new Intl.DateTimeFormat(options.locale, local).format(at));
    }
  });

  it("works without JavaScript, and says what was done where it was done [browser-account-3]", async () => {
    const user = await newUser();
    await fill(user, 3);
    await insertConnectedApps(stack.db, user, ["Calendar without scripts"]);
    const page = await openAccount(user, { javaScriptEnabled: false });
    const sessions = inSection(page, "Sessions");
    expect(await sessions.getByRole("listitem").count()).toBe(3);
    await sessions
      .getByRole("button", { name: /^End session/ })
      .first()
      .click();
    await sessions.getByRole("status").filter({ hasText: "Session ended." }).waitFor();
    expect(await sessions.getByRole("listitem").count()).toBe(2);
    expect(await page.locator("#done:focus").count()).toBe(1);
    await page.reload();
    expect(await page.getByRole("status").count()).toBe(0);
    expect(await sessions.getByRole("listitem").count()).toBe(2);

    const browsers = inSection(page, "Browsers");
    expect(await browsers.getByRole("listitem").first().textContent()).toContain("This device");
    await browsers
      .getByRole("button", { name: /^Sign out/ })
      .first()
      .click();
    await browsers.getByRole("status").filter({ hasText: "Browser signed out." }).waitFor();

    const apps = inSection(page, "Connected apps");
    await apps.getByRole("button", { name: /^Remove access/ }).click();
    await apps.getByRole("status").filter({ hasText: "Access removed." }).waitFor();
    await apps.getByText("You haven’t connected any apps.").waitFor();

    const security = inSection(page, "Security");
    await security.getByRole("link", { name: "Sign out everywhere else" }).click();
    await page.getByText("2 sessions will end").waitFor();
    await page.getByRole("link", { name: "Cancel" }).click();
    await security.getByRole("link", { name: "Change password" }).click();
    await page.getByLabel("Current password").fill(user.password);
    await page.getByLabel("New password").fill("an other passphrase");
    await page.getByRole("button", { name: "Change password" }).click();
    await security.getByRole("status").filter({ hasText: "Password changed." }).waitFor();

    await security.getByRole("link", { name: "Sign out everywhere", exact: true }).click();
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await page.getByRole("heading", { name: "You’re signed out everywhere" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "You’re signed out" }).waitFor();
  });
});

/** Passkeys in a real browser, with authenticators that Chromium plays. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fillLoginForm, newProfile } from "../../support/app-page.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";
import { registerUser, type User } from "../../support/registrations.js";
import { startTestStack, type TestStack } from "../../support/stack.js";
import { plugIn } from "../../support/virtual-authenticator.js";

describeInBrowser("passkeys", () => {
  let stack: TestStack;
  let browser: Browser;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startTestStack(), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  const open = async (profile: BrowserContext, path: string): Promise<Page> => {
    const page = await profile.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`${stack.issuer}${path}`);
    return page;
  };
  const newUser = (name: string): Promise<User> => registerUser(stack, `${name}@example.com`);
  const addPasskey = async (page: Page) => {
    await page.goto(`${stack.issuer}/account/factors`);
    await page.getByRole("button", { name: "Add a passkey" }).click();
  };
  /** A tab whose user has signed in by password. */
  const signedIn = async (user: User): Promise<Page> => {
    const page = await open(await newProfile(browser), "/login");
    await fillLoginForm(page, user);
    await page.waitForURL(/\/account$/);
    return page;
  };
  const signOut = async (page: Page) => {
    await page.goto(`${stack.issuer}/logout`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "You’re signed out" }).waitFor();
  };
  const untilAt = (page: Page, { email }: User) =>
    Promise.all([page.waitForURL(/\/account(#.*)?$/), page.getByText(email).first().waitFor()]);
  const amrOf = async ({ email }: User): Promise<readonly string[]> => {
    const { rows } = await stack.db.query(
      `select s.amr from sign_ins s join users u on u.id = s.user_id where u.email = $1
        order by s.authenticated_at desc limit 1`,
      [email],
    );
    return rows[0]?.amr;
  };

  it("are added in the account, on two devices, renamed, and sign in by the button, without a name or password", async () => {
    const ada = await newUser("ada");
    const page = await signedIn(ada);
    const device = await plugIn(page, { isSynced: true });
    await addPasskey(page);
    await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
    await page.getByRole("link", { name: "I have kept them" }).click();
    await page.getByText("Chrome on Linux").first().waitFor();
    await page.getByText("Synced").waitFor();

    // The same device makes no second one.
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("This device already has a passkey for your account.").waitFor();
    expect(await device.count()).toBe(1);
    await device.remove();

    const key = await plugIn(page, { isKey: true });
    await addPasskey(page);
    await page.getByText("Passkey added.").waitFor();
    const row = page.getByRole("listitem").filter({ hasText: "Security key" });
    await row.getByText("Edit").click();
    await row.getByLabel("Name").fill("The one on my key ring");
    await row.getByRole("button", { name: "Save name" }).click();
    await page.getByText("The one on my key ring", { exact: true }).waitFor();

    await signOut(page);
    await page.goto(`${stack.issuer}/login`);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await untilAt(page, ada);
    expect(await amrOf(ada)).toEqual(["hwk", "user", "mfa"]);
    await key.remove();
  });

  it("are offered where the name is typed, before any button is pressed (conditional UI)", async () => {
    const bob = await newUser("bob");
    const page = await signedIn(bob);
    await plugIn(page);
    await addPasskey(page);
    await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
    await signOut(page);
    // The authenticator's user takes what is offered, at once.
    await page.goto(`${stack.issuer}/login`);
    await untilAt(page, bob);
    expect(await amrOf(bob)).toEqual(["hwk", "user", "mfa"]);
  });

  it("are the second factor after a password", async () => {
    const eve = await newUser("eve");
    const page = await signedIn(eve);
    const device = await plugIn(page);
    await addPasskey(page);
    await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
    await page.evaluate("PublicKeyCredential.isConditionalMediationAvailable=undefined");
    await signOut(page);
    // As in a browser that offers nothing by itself.
    await page.addInitScript("PublicKeyCredential.isConditionalMediationAvailable=undefined");
    await page.goto(`${stack.issuer}/login`);
    await fillLoginForm(page, eve);
    await page.waitForURL(/\/login\/factor$/);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await untilAt(page, eve);
    expect(await amrOf(eve)).toEqual(["pwd", "hwk", "mfa"]);

    // Removed in the account, it no longer signs in, and the browser is told to forget it.
    await page.goto(`${stack.issuer}/account/factors`);
    await page.getByText("Edit").click();
    await page.getByRole("button", { name: /^Remove/ }).click();
    await page.getByText("Passkey removed.").waitFor();
    await expect.poll(() => device.count()).toBe(0);
    await signOut(page);
    await page.goto(`${stack.issuer}/login`);
    await fillLoginForm(page, eve);
    await untilAt(page, eve);
  });

  it("that were cancelled leave the page as it was", async () => {
    const page = await open(await newProfile(browser), "/login");
    await page.addInitScript(
      "navigator.credentials.get=async()=>{throw new DOMException('no','NotAllowedError')}",
    );
    await page.reload();
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByLabel("Email address").fill("ada@example.com");
    expect(new URL(page.url()).pathname).toBe("/login");
  });

  describe("without scripts", () => {
    it("do not show, and the rest works", async () => {
      const mia = await newUser("mia");
      const page = await open(await newProfile(browser, { javaScriptEnabled: false }), "/login");
      expect(await page.getByRole("button", { name: "Sign in with a passkey" }).count()).toBe(0);
      await fillLoginForm(page, mia);
      await untilAt(page, mia);
      await page.goto(`${stack.issuer}/account/factors`);
      await page.getByText("This browser can’t create passkeys here.").waitFor();
      expect(await page.getByRole("button", { name: "Add a passkey" }).count()).toBe(0);
    });
  });
});

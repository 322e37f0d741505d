/** The server's pages where it takes a browser to see it: without scripts, by keyboard, in other languages, after a reload. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newProfile } from "../../support/app-page.js";
import { type BrowserStack, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";

const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"; // RFC 7636 Appendix B

describeInBrowser("the sign-in's pages", () => {
  let stack: BrowserStack<"planner">;
  let browser: Browser;
  beforeAll(async () => {
    const planner = { planner: { name: "Planner", isFirstParty: false } };
    [stack, browser] = await Promise.all([startBrowserStack(planner), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  const authorizeUrl = (more: Readonly<Record<string, string>> = {}): string => {
    const { clientId, url } = stack.apps.planner;
    return `${stack.issuer}/oauth2/authorize?${new URLSearchParams({
      ...{ response_type: "code", client_id: clientId, redirect_uri: new URL("/", url).href, state: "s" },
      ...{ code_challenge: challenge, code_challenge_method: "S256", scope: "notes:read", ...more },
    })}`;
  };
  const open = async (profile: BrowserContext, url: string): Promise<Page> => {
    const page = await profile.newPage();
    await page.goto(url);
    return page;
  };
  const signIn = async (page: Page, password = stack.ada.password) => {
    await page.locator("#username").fill(stack.ada.email);
    await page.locator("#password").fill(password);
    await page.locator("#password").press("Enter");
  };

  describe("without scripts", () => {
    it("sign in after a wrong password, ask for consent, lead to the app, and sign out", async () => {
      const profile = await newProfile(browser, { javaScriptEnabled: false });
      const page = await open(profile, authorizeUrl({ prompt: "consent" }));
      expect(await page.getByRole("button", { name: "Show password" }).count()).toBe(0);
      await signIn(page, "wrong");
      await page.getByText("Incorrect email or password.").waitFor();
      await signIn(page);
      await page.getByRole("button", { name: "Allow" }).click();
      await page.waitForURL(/[?&]code=/);
      await page.goto(`${stack.issuer}/logout`);
      await page.getByLabel("Sign out of these apps too").waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "You’re signed out" }).waitFor();
      expect(page.url()).toBe(`${stack.issuer}/logout`);
      await page.reload();
      await page.getByRole("heading", { name: "You’re signed out" }).waitFor();
    });
  });

  it("show the password while asked to, and send it from a field for passwords", async () => {
    const page = await open(await newProfile(browser), `${stack.issuer}/login`);
    const password = page.locator("#password");
    await page.locator("#username").fill(stack.ada.email);
    await password.fill("wrong");
    await page.getByRole("button", { name: "Show password" }).click();
    expect(await password.getAttribute("type")).toBe("text");
    await page.getByRole("button", { name: "Hide password" }).click();
    expect(await password.getAttribute("type")).toBe("password");
    await page.getByRole("button", { name: "Show password" }).click();
    await page.evaluate(
      'document.forms[0].addEventListener("submit",e=>{e.preventDefault();document.title=document.forms[0].password.type})',
    );
    await password.press("Enter");
    expect(await page.title()).toBe("password");
  });

  it("speak the browser's language, or the one that the app asks for", async () => {
    const german = await open(await newProfile(browser, { locale: "de-CH" }), authorizeUrl());
    await german.getByRole("button", { name: "Anmelden", exact: true }).waitFor();
    await german.getByLabel("E-Mail-Adresse").waitFor();
    const english = await open(
      await newProfile(browser, { locale: "de-CH" }),
      authorizeUrl({ ui_locales: "en-GB", prompt: "consent" }),
    );
    await signIn(english);
    await english.getByRole("heading", { name: "Allow Planner?" }).waitFor();
  });

  it("tell of a problem where the cursor is: beside the field, by its description", async () => {
    const page = await open(await newProfile(browser), `${stack.issuer}/login`);
    await signIn(page, "wrong");
    await page.getByRole("alert").waitFor();
    const described = `(() => { const { id, ariaInvalid } = document.activeElement;
      const by = document.getElementById(document.activeElement.getAttribute("aria-describedby"));
      return [id, ariaInvalid ?? document.activeElement.getAttribute("aria-invalid"), by.textContent] })()`;
    expect(await page.evaluate(described)).toEqual(["password", "true", "Incorrect email or password."]);
  });

  it("have an icon and a logo that their policy lets in, and a page where there is none", async () => {
    const profile = await newProfile(browser);
    const page = await open(profile, `${stack.issuer}/nowhere`);
    await page.getByRole("heading", { name: "Page not found" }).waitFor();
    expect(await page.evaluate("document.querySelector('header img').naturalWidth > 0")).toBe(true);
    await page.getByText("Details for support").click();
    await page.getByRole("link", { name: "not_found" }).click();
    await page.getByRole("heading", { name: "not_found" }).waitFor();
    await page.goto(stack.issuer);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });
});

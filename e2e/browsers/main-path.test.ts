/** The example app's main path in browsers other than Chromium: `npm run test:browsers`. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BrowserStack, startBrowserStack } from "../support/browser-stack.js";
import { eventually } from "../support/eventually.js";
import { browsers, isInstalled, type WebDriver } from "../support/web-driver.js";

/** One client per browser, because a user consents only once. */
const client = { isFirstParty: false, accessTokenSeconds: 5 };
const clients = { Firefox: client, WebKitGTK: client };
let stack: BrowserStack<keyof typeof clients>;
beforeAll(async () => {
  stack = await startBrowserStack(clients);
});
afterAll(() => stack.stop());

for (const name of ["Firefox", "WebKitGTK"] as const) {
  const browser = browsers[name];
  if (!isInstalled(browser))
    console.warn(`  ${name} is not tried: there is no ${browser.program} (${browser.package}).`);

  describe.skipIf(!isInstalled(browser))(name, () => {
    let driver: WebDriver;
    beforeAll(async () => {
      driver = await browser.start();
    });
    afterAll(() => driver.close());

    const text = (selector: string) =>
      driver.evaluate(`return document.querySelector("${selector}")?.innerText ?? ""`);
    const letters = () =>
      driver.evaluate(
        `return [...document.querySelectorAll("#log .letters")].map((line) => line.textContent).reverse().join(" ")`,
      );
    const shows = (selector: string, words: RegExp) =>
      eventually(`${selector} shows ${words}`, async () => words.test(String(await text(selector))));

    it("signs in, and consents", async () => {
      await driver.open(stack.apps[name].url);
      await driver.click("#welcome button");
      await driver.type("[name=username]", stack.ada.email);
      await driver.type("[name=password]", stack.ada.password);
      await driver.click("main form button");
      await driver.click("button[value=allow]");
      await shows("main", /Your notes/);
      expect(await driver.evaluate("return location.search")).toBe("");
    });

    it("adds a note, and goes on when its access token has expired", async () => {
      await driver.type("#notes input", "Buy butter");
      await driver.click("#notes form button");
      await shows("#list", /Buy butter/);
      await shows("#remaining", /has expired/);
      await driver.click("#reload");
      await eventually("it has refreshed", async () => /G ?H/.test(String(await letters())));
      await shows("#list", /Buy butter/);
    });

    it("is signed in after a reload, and out after signing out", async () => {
      await driver.open(stack.apps[name].url);
      await shows("#list", /Buy butter/);
      await driver.click("#sign-out");
      await shows("main", /Sign in once/);
      await driver.open(stack.apps[name].url);
      await shows("main", /Sign in once/);
    });
  });
}

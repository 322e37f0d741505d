import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import {
  addNote,
  fillLogin,
  lettersOf,
  newProfile,
  openApp,
  signInToApp,
  untilSignedIn,
  watch,
} from "../../support/app-page.js";
import { type BrowserStack, type ServedApp, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";
import { registerUser } from "../../support/registrations.js";

const clients = {
  ours: {},
  theirs: { name: "Third party", isFirstParty: false },
  refused: { name: "Refused", isFirstParty: false },
};

describeInBrowser("signing in, in a browser", () => {
  let stack: BrowserStack<keyof typeof clients>;
  let browser: Browser;
  let app: ServedApp;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startBrowserStack(clients), startBrowser()]);
    app = stack.apps.ours;
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  it("leads to the notes, and the address holds nothing of the answer [browser-sign-in-1]", async () => {
    const page = await signInToApp(await newProfile(browser), app, stack.ada);
    expect(page.url()).toBe(`${app.url}/`);
    await addNote(page, "Buy butter");
    expect(await lettersOf(page)).toBe("AB CD CD CD");
  });

  it("says that e-mail and password do not fit, and keeps the e-mail", async () => {
    const page = await openApp(await newProfile(browser), app);
    // Not Ada, because each wrong password slows down the next attempt.
    const grace = await registerUser(stack, "grace@example.com");
    await fillLogin(page, { ...grace, password: "not hers" });
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("Email address").inputValue()).toBe(grace.email);
    expect(await page.getByLabel("Password").inputValue()).toBe("");
    await page.getByLabel("Password").fill(grace.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await untilSignedIn(page);
  });

  it("asks once whether a third party's app may act, in words, and remembers", async () => {
    const profile = await newProfile(browser);
    const { theirs } = stack.apps;
    const page = await openApp(profile, theirs);
    await fillLogin(page, stack.ada);
    await page.waitForURL(/\/consent\b/);
    const consent = await page.locator("main").textContent();
    for (const words of ["Third party", "Read your notes", "Add notes, and delete them", stack.ada.email]) {
      expect(consent).toContain(words);
    }
    await page.getByRole("button", { name: "Allow" }).click();
    await untilSignedIn(page);

    await profile.clearCookies({ name: `regrant-refresh-${theirs.clientId}` });
    await page.reload();
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await untilSignedIn(page);
  });

  it("brings the app a no where the user says no", async () => {
    const page = await openApp(await newProfile(browser), stack.apps.refused);
    await fillLogin(page, stack.ada);
    await page.waitForURL(/\/consent\b/);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("You did not allow this app to use your account.").waitFor();
    expect(new URL(page.url()).search).toBe("");
    expect(await lettersOf(page)).toBe("");
  });

  it("is not needed after a reload, nor in a new tab", async () => {
    const profile = await newProfile(browser);
    const page = await signInToApp(profile, app, stack.ada);
    await page.reload();
    await untilSignedIn(page);
    expect(await lettersOf(page)).toBe("GH CD");
    await untilSignedIn(await openApp(profile, app));
  });

  it("does not present the code again when one goes back", async () => {
    const page = await signInToApp(await newProfile(browser), app, stack.ada);
    await page.goto("about:blank");
    await page.goBack();
    await untilSignedIn(page);
    expect(await lettersOf(page)).not.toContain("A");
  });

  it("keeps the refresh token where no script and no other site gets at it", async () => {
    const profile = await newProfile(browser);
    const page = await signInToApp(profile, app, stack.ada);
    const cookies = await profile.cookies();
    const refresh = cookies.find(({ name }) => name === `regrant-refresh-${app.clientId}`);
    // Not Secure, because these tests' issuer is http://localhost.
    expect(refresh).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/oauth2", secure: false });
    expect(refresh?.expires).toBeGreaterThan(Date.now() / 1_000 + 86_400);
    expect(cookies.filter(({ httpOnly }) => !httpOnly)).toEqual([]);
    expect(cookies.filter(({ sameSite }) => sameSite === "None")).toEqual([]);

    const stores = "JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])";
    expect(await page.evaluate(stores)).toBe(
      `["",{"signed in":"yes"},{"regrant ${stack.issuer} ${app.clientId} sign_ins":"[]"}]`,
    );
  });

  it("is all that works: no inline script runs in the app, and no page elsewhere is asked [browser-sign-in-2]", async () => {
    const profile = await browser.newProfile();
    onTestFinished(() => profile.close());
    const faults = watch(profile);
    const page = await openApp(profile, app);
    const inline = `document.body.append(Object.assign(document.createElement("script"), { textContent: "x = 1" }))`;
    await expect(page.evaluate(inline)).rejects.toThrow(/TrustedScript/);
    await expect(page.evaluate(`fetch("http://localhost:9/")`)).rejects.toThrow(/Failed to fetch/);
    expect(faults.join()).toMatch(/connect-src/);
  });

  it.each([
    ["jürg@example.com", ["jürg@example.com", "ju\u0308rg@example.com", " JÜRG@example.com\u00a0"]],
    [
      "eva@bücher.example",
      ["eva@bücher.example", "eva@bu\u0308cher.example", "eva@xn--bcher-kva.example", "eva@BÜCHER.example\t"],
    ],
    ["kim@example.com", ["kim@example.com", "kim@example.com\u200b", "\ufeffKim@Example.com "]],
  ])(
    "lets in whoever can be created, as themselves, however they type their address: %s",
    async (email, spellings) => {
      const user = await registerUser(stack, email);
      for (const spelling of spellings) {
        const profile = await newProfile(browser);
        const page = await profile.newPage();
        await page.goto(`${stack.issuer}/login`);
        await page.getByLabel("Email address").fill(spelling);
        await page.getByLabel("Password").fill(user.password);
        await page.getByRole("button", { name: "Sign in", exact: true }).click();
        await page.waitForURL(/\/account$/);
        expect(await page.locator("main").textContent()).toContain(email);
      }
    },
  );
});

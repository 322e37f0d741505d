/** In which language a page answers, and what caches are told of it. */
import { beforeAll, describe, expect, it } from "vitest";
import { chooseLanguage } from "../../src/http/views/languages.js";
import { authorizeUrl, createApp, login, signedIn } from "../support/authorization.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";

const server = await testServer();
const german = { "accept-language": "de-AT,de;q=0.9,en;q=0.5" };
let client: TestClient;
let third: TestClient;
let user: TestUser;

beforeAll(async () => {
  await createResources(server);
  client = await createApp(server);
  third = await createApp(server, { firstParty: false });
  user = await createUser(server);
});

/** In all three places where a page says its language. */
function expectLanguage({ headers, body }: Page, language: string, words: string): void {
  expect(headers["content-language"]).toBe(language);
  expect(String(headers.vary)).toMatch(/\bAccept-Language\b/);
  expect(body).toContain(`<html lang="${language}">`);
  expect(textOf(body)).toContain(words);
}

describe("The language of a page", () => {
  it.each([
    [null, undefined, "en"],
    [null, "", "en"],
    [null, "*", "en"],
    [null, "fr", "en"],
    [null, "de", "de"],
    [null, "de-CH", "de"],
    [null, "DE", "de"],
    [null, "fr, de;q=0.5", "de"],
    [null, "en;q=0.5, de;q=0.9", "de"],
    [null, "de;q=0, *", "en"],
    [null, "\u0000;;q=x,,", "en"],
    ["de", "en", "de"],
    ["de-DE en", "en", "de"],
    ["fr de", "en", "de"],
    ["fr", "de", "de"],
    ["__proto__ constructor", "de", "de"],
    ["  ", "de", "de"],
    ["EN-gb", "de", "en"],
  ])("for ui_locales %j and Accept-Language %j is %s", (uiLocales, acceptLanguage, language) => {
    expect(chooseLanguage(uiLocales, acceptLanguage).language).toBe(language);
  });

  it("is the browser's, on each page", async () => {
    const browser = new Browser(server, german);
    expectLanguage(await browser.visit("/login"), "de", "Anmelden um Ihr Konto zu öffnen");
    const account = await login(browser, await browser.visit("/login"), user);
    expectLanguage(account, "de", "Ihr Konto");
    expectLanguage(await browser.visit(authorizeUrl(third)), "de", "Zugriff für The app erlauben?");
    expectLanguage(await browser.visit("/logout"), "de", "Abmelden?");
    expectLanguage(await browser.visit("/errors"), "de", "Warum Anfragen abgelehnt werden");
    expectLanguage(await browser.visit("/errors/unforeseen"), "de", "Alle Gründe");
    expectLanguage(await browser.visit("/oauth2/authorize"), "de", "Dieser Anmeldelink funktioniert nicht");
    expectLanguage(await browser.get("/nope", { accept: "text/html" }), "de", "Seite nicht gefunden");
  });

  it("is the app's wish (ui_locales), from the login page to the consent page, whatever the browser says", async () => {
    const browser = new Browser(server, { "accept-language": "en" });
    const page = await browser.visit(authorizeUrl(third, { ui_locales: "fr de-AT" }));
    expectLanguage(page, "de", "weiter zu The app");
    const again = await login(browser, page, { email: user.email, password: "wrong" });
    expectLanguage(again, "de", "E-Mail-Adresse oder Passwort ist falsch.");
    const consent = await login(browser, again, user);
    expectLanguage(consent, "de", "Zugriff für The app erlauben?");
    expectLanguage(
      await browser.post("/consent", { decision: "allow", form_token: "x", continue: "" }),
      "en",
      "This page has expired",
    );
    const refused = `/oauth2/authorize?client_id=nobody&ui_locales=de`;
    expectLanguage(await browser.visit(refused), "de", "Dieser Anmeldelink funktioniert nicht");
    const formPost = authorizeUrl(client, { ui_locales: "de", response_mode: "form_post" });
    expectLanguage(await browser.visit(formPost), "de", "Weiter zur App");
  });

  it("is kept by dates, numbers and devices", async () => {
    const { body } = await (await signedIn(server, user, german)).visit("/account");
    expect(textOf(body)).toContain("Angemeldet gerade eben Läuft in 7 Tagen ab");
    expect(body).toMatch(/title="\w+tag, \d+\. \S+ \d{4} um \d{2}:\d{2} UTC"/);
    expect(textOf(body)).toContain("Firefox unter Linux");
  });

  it("changes nothing of what an answer's status and headers tell", async () => {
    const answers = await Promise.all(
      [german, {}].map(async (headers) => {
        const browser = new Browser(server, headers);
        const page = await browser.visit("/login");
        const { status, headers: sent } = await login(browser, page, {
          email: "nobody@example.com",
          password: "x",
        });
        return { status, names: Object.keys(sent).sort(), policy: sent["content-security-policy"] };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
  });
});

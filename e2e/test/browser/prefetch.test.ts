/** A third-party page that prefetches the authorization request. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { newProfile, signInToApp } from "../../support/app-page.js";
import { type BrowserStack, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";

const ways: Readonly<Record<string, (url: string) => string>> = {
  "<link rel=prefetch>": (url) => `<link rel="prefetch" href="${url.replaceAll("&", "&amp;")}">`,
  "speculation rules, prefetch": (url) => rules({ prefetch: [{ urls: [url], eagerness: "immediate" }] }),
  "speculation rules, prerender": (url) => rules({ prerender: [{ urls: [url], eagerness: "immediate" }] }),
};
const rules = (value: object) => `<script type="speculationrules">${JSON.stringify(value)}</script>`;

describeInBrowser("an authorization request that is loaded ahead", () => {
  let stack: BrowserStack<"ours">;
  let browser: Browser;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startBrowserStack({ ours: {} }), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  const countCodes = async () =>
    (await stack.db.query<{ count: number }>("select count(*)::int as count from authorization_codes"))
      .rows[0]?.count ?? 0;
  const countRefusals = () => stack.log.filter(({ line }) => line.includes('"prefetch_refused"')).length;

  it.each(Object.entries(ways))(
    "makes no code, and works once it is followed: %s [prefetch-1]",
    async (_name, markupOf) => {
      const { ours } = stack.apps;
      const profile = await newProfile(browser);
      await signInToApp(profile, ours, stack.ada);
      const url = `${stack.issuer}/oauth2/authorize?${new URLSearchParams({
        response_type: "code",
        client_id: ours.clientId,
        redirect_uri: `${ours.url}/`,
        code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        code_challenge_method: "S256",
      })}`;
      const elsewhere = await servePage(
        `<!doctype html><title>Elsewhere</title>${markupOf(url)}<a href="${url.replaceAll("&", "&amp;")}">Go</a>`,
      );
      const [codes, refusals] = [await countCodes(), countRefusals()];
      const page = await profile.newPage();
      await page.goto(elsewhere);
      await expect.poll(countRefusals).toBe(refusals + 1);
      expect(await countCodes()).toBe(codes);

      const answer = page.waitForRequest((request) => request.url().startsWith(`${ours.url}/?code=`));
      await page.getByRole("link", { name: "Go" }).click();
      await answer;
      expect(await countCodes()).toBe(codes + 1);
    },
  );
});

/** On this machine and so on the issuer's site, whose cookies are sent. */
async function servePage(markup: string): Promise<string> {
  const server = createServer((_request, response) =>
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(markup),
  );
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  onTestFinished(() => void server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}

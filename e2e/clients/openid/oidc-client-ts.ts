/** oidc-client-ts in a page of its own origin, in Chromium, as a public client. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fillLoginForm } from "../../support/app-page.js";
import { startBrowser } from "../../support/chromium.js";
import {
  appState,
  type Claims,
  claimsIn,
  type PartySetting,
  partyWalkOf,
  serve,
} from "../../support/relying-party.js";

export const oidcClientTsParty = partyWalkOf(async (setting, { user }) => {
  const { origin, redirectUri, postLogoutRedirectUri } = setting;
  const stop = await serve((request, response) => {
    if (request.url === "/oidc-client-ts.js") return void response.end(readFileSync(library));
    response.setHeader("content-type", "text/html").end(pageFor(setting));
  }, origin);
  const browser = await startBrowser();
  const profile = await browser.newProfile();
  const page = await profile.newPage();
  const userAfter = async (call: string): Promise<{ idToken: Claims; user: Claims }> => {
    const { id_token, profile } = await page.evaluate<{ id_token: string; profile: Claims }>(call);
    return { idToken: claimsIn(id_token), user: profile };
  };

  return {
    async signIn() {
      await page.goto(origin);
      // The page goes away before it returns.
      await page.evaluate("void manager.signinRedirect()");
      await fillLoginForm(page, user);
      await page.getByRole("button", { name: "Allow" }).click();
      await page.waitForURL((url) => url.href.startsWith(redirectUri));
      return userAfter("manager.signinRedirectCallback()");
    },
    refresh: async () => (await userAfter("manager.signinSilent()")).idToken,
    async signOut() {
      await page.evaluate(`void manager.signoutRedirect({ url_state: ${JSON.stringify(appState)} })`);
      await page.waitForURL((url) => url.href.startsWith(postLogoutRedirectUri));
      return new URL(page.url());
    },
    async close() {
      await profile.close();
      await browser.close();
      stop();
    },
  };
});

/** Its build for browsers, which defines `oidc`. */
const library = fileURLToPath(
  new URL("../browser/oidc-client-ts.min.js", import.meta.resolve("oidc-client-ts")),
);

function pageFor({ issuer, client, redirectUri, postLogoutRedirectUri }: PartySetting): string {
  const settings = {
    authority: issuer,
    client_id: client.client_id,
    redirect_uri: redirectUri,
    post_logout_redirect_uri: postLogoutRedirectUri,
    scope: "openid profile email",
    loadUserInfo: true,
    automaticSilentRenew: false,
  };
  return `<!doctype html><title>An app</title><script src="/oidc-client-ts.js"></script>
    <script>const manager = new oidc.UserManager(${JSON.stringify(settings)});</script>`;
}

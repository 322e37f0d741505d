/** Sign-in through a provider that nobody here wrote, in Go: zitadel/oidc's example server. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { folderIn } from "../support/foreign-programs.js";
import { PlainBrowser } from "../support/plain-browser.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { startZitadel, testUser, type Zitadel } from "../support/zitadel.js";

const programs = inject("programs");

describe.skipIf("missing" in programs.zitadel)("zitadel/oidc", () => {
  let stack: TestStack;
  let zitadel: Zitadel;

  beforeAll(async () => {
    stack = await startTestStack();
    zitadel = await startZitadel(stack, folderIn(programs, "zitadel"), "--sign-up", "--trust-email");
  });
  afterAll(async () => {
    zitadel?.stop();
    await stack?.stop();
  });

  it("passes the check", async () => {
    expect(await stack.regrant(["provider", "check", "zitadel"])).toMatchObject({
      issuer: zitadel.issuer,
      redirect_uri: `${stack.issuer}/login/providers/zitadel/callback`,
      has_userinfo: true,
    });
  });

  it("opens an account for its user, with a verified address, and signs them in again", async () => {
    for (const browser of [new PlainBrowser(), new PlainBrowser()]) {
      await browser.visit(`${stack.issuer}/login`);
      const theirLogin = await browser.submit("/login/providers/zitadel");
      expect(theirLogin.href).toMatch(`${zitadel.issuer}login/username`);
      const { username, password } = testUser;
      const back = await browser.submit("/login/username", { username, password });
      expect(back.href).toBe(`${stack.issuer}/account`);
      expect(browser.text).toContain(testUser.email);
    }
    const { rows } = await stack.db.query("select password_hash, claims from users where email = $1", [
      testUser.email,
    ]);
    expect(rows).toEqual([
      {
        password_hash: null,
        claims: expect.objectContaining({ email_verified: true, given_name: "Test", family_name: "User" }),
      },
    ]);
  });
});

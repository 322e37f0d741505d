/** Sign-in through a provider that nobody here wrote, in Go: zitadel/oidc's example server. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { freePort } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { eventually } from "../support/eventually.js";
import { folderIn } from "../support/foreign-programs.js";
import { PlainBrowser } from "../support/plain-browser.js";
import { startTestStack, type TestStack } from "../support/stack.js";

const programs = inject("programs");

describe.skipIf("missing" in programs.zitadel)("zitadel/oidc", () => {
  let stack: TestStack;
  let child: ChildProcess;
  let theirs: string;

  beforeAll(async () => {
    stack = await startTestStack();
    const port = await freePort();
    theirs = `http://localhost:${port}/`;
    child = spawn(join(folderIn(programs, "zitadel"), "provider"), {
      env: { PORT: String(port), REDIRECT_URI: `${stack.issuer}/login/providers/zitadel/callback` },
      stdio: "ignore",
    });
    const metadata = `${theirs}.well-known/openid-configuration`;
    await eventually("the provider answers", () =>
      fetch(metadata).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    await stack.regrant([
      ...["provider", "create", "zitadel", "--name", "Zitadel", "--sign-up", "--trust-email"],
      ...["--issuer", theirs, "--client-id", "native"],
    ]);
  });
  afterAll(async () => {
    child?.kill("SIGKILL");
    await stack?.stop();
  });

  it("passes the check", async () => {
    expect(await stack.regrant(["provider", "check", "zitadel"])).toMatchObject({
      issuer: theirs,
      redirect_uri: `${stack.issuer}/login/providers/zitadel/callback`,
      has_userinfo: true,
    });
  });

  it("opens an account for its user, with a verified address, and signs them in again", async () => {
    for (const browser of [new PlainBrowser(), new PlainBrowser()]) {
      await browser.visit(`${stack.issuer}/login`);
      const theirLogin = await browser.submit("/login/providers/zitadel");
      expect(theirLogin.href).toMatch(`${theirs}login/username`);
      const back = await browser.submit("/login/username", {
        username: "test-user@localhost",
        password: "verysecure",
      });
      expect(back.href).toBe(`${stack.issuer}/account`);
      expect(browser.text).toContain("test-user@zitadel.ch");
    }
    const { rows } = await stack.db.query("select password_hash, claims from users where email = $1", [
      "test-user@zitadel.ch",
    ]);
    expect(rows).toEqual([
      {
        password_hash: null,
        claims: expect.objectContaining({ email_verified: true, given_name: "Test", family_name: "User" }),
      },
    ]);
  });
});

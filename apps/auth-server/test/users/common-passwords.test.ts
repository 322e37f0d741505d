import { beforeAll, describe, expect, it } from "vitest";
import { newSecret } from "../../src/secrets.js";
import { commonPasswordFault } from "../../src/users/common-passwords.js";
import { type Admin, adminOf, createAdminResources, expectProblem } from "../support/admin.js";
import { signedIn } from "../support/authorization.js";
import { textOf } from "../support/browser.js";
import { createUser } from "../support/fixtures.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { sharedDatabase, testServer } from "../support/server.js";

const server = await testServer();
let admin: Admin;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
});

const email = "ada.lovelace@example.com";

describe("A password that attackers try first (NIST SP 800-63B-4 §3.1.1.2)", () => {
  it.each([
    "password",
    "12345678",
    "qwertyuiop",
    "iloveyou",
    "letmein123",
    "PassWord1",
    "P@ssw0rd",
    " sunshine ",
    "ｐａｓｓｗｏｒｄ",
  ])("is found in any case and form: %s", async (password) => {
    expect(await commonPasswordFault(password, email)).toContain("one of the most common");
  });

  it.each([email, "Ada.Lovelace", "ADA.LOVELACE@EXAMPLE.COM"])(
    "is the account's own name: %s [common-passwords-1]",
    async (password) => {
      expect(await commonPasswordFault(password, email)).toContain("the account's own name");
    },
  );

  it("is no other: what is long, made by chance, or only contains one", async () => {
    const good = [
      "correct horse battery staple",
      "password of my own",
      newSecret(),
      "long enough",
      "пароль 密码 🔑",
    ];
    for (const password of good) expect(await commonPasswordFault(password, email)).toBeNull();
  });
});

describe("Setting one", () => {
  it("is refused on the account page, with the reason and what to do; the old one goes on", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    for (const next of ["password123", user.email]) {
      const fields = { password: user.password, new_password: next };
      const page = await browser.submit(
        await browser.visit("/account/password"),
        "/account/password",
        fields,
      );
      expect([page.status, textOf(page.body)]).toEqual([
        400,
        expect.stringContaining("This password is one of the first that attackers try."),
      ]);
    }
    await signedIn(server, user);
  });

  it("is refused by the admin API, for new users and old ones", async () => {
    const user = await createUser(server);
    for (const answer of [
      await admin.ask("POST", "/users", { email, password: "password123" }),
      await admin.ask("POST", "/users", { email, password: email }),
      await admin.change(`/users/${user.id}`, { password: "password123" }),
      await admin.change(`/users/${user.id}`, { password: user.email }),
    ]) {
      expect(expectProblem(answer, 400, "password_common")).toEqual(["/password"]);
      expect(JSON.stringify(answer.body)).not.toContain("password123");
    }
    await signedIn(server, user);
  });

  it("is refused at the command line, for new users and old ones", async () => {
    const { email: known } = await createUser(server);
    const env = { DATABASE_URL: await sharedDatabase() };
    const run = (args: string[], password: string) =>
      regrant(["user", ...args, "--password-stdin"], env, `${password}\n`);
    for (const [args, password] of [
      [["create", email], "password123"],
      [["password", known], "Sunshine1"],
      [["password", known], known],
    ] as const) {
      expectFailure(
        await run([...args], password),
        2,
        /password: (is one of the most common|must be another)/,
      );
    }
    json(await run(["create", email, "--json"], "four words chosen blindly"));
  });
});

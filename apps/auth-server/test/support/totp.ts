/** An authenticator app, and a passkey that only the database has. */
import { randomBytes, randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { addTotp } from "../../src/factors/factor-acts.js";
import { newTotpSecret } from "../../src/factors/totp.js";
import { login } from "./authorization.js";
import type { Browser, Page } from "./browser.js";
import type { TestUser } from "./fixtures.js";
import type { TestServer } from "./server.js";

export class Authenticator {
  readonly #server: TestServer;
  readonly #totp: TOTP;

  constructor(server: TestServer, secret: string) {
    this.#server = server;
    this.#totp = new TOTP({ secret: Secret.fromBase32(secret) });
  }

  /** What the app shows, so many steps of 30 s from now. */
  code(steps = 0): string {
    return this.#totp.generate({ timestamp: this.#server.context.now() + steps * 30_000 });
  }

  /** None of those that would be taken now. */
  wrongCode(): string {
    const near = [-2, -1, 0, 1, 2].map((steps) => this.code(steps));
    return (
      ["123456", "234567", "345678", "456789", "567890", "678901"].find((code) => !near.includes(code)) ?? ""
    );
  }
}

/** Give the user an authenticator app, with the codes of now still to be used. @returns it, and the recovery codes */
export async function withTotp(
  server: TestServer,
  { id: userId }: Pick<TestUser, "id">,
): Promise<{ readonly app: Authenticator; readonly recoveryCodes: readonly string[] }> {
  const secret = newTotpSecret();
  const codes = await addTotp(server.db, server.context.secrets, { userId, secret, step: 0 }, {});
  return { app: new Authenticator(server, secret), recoveryCodes: codes ?? [] };
}

/** As if the user had made one. @returns its id */
export async function withPasskey(
  { db }: TestServer,
  { id }: Pick<TestUser, "id">,
  name: string,
): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `insert into passkeys (credential_id, user_id, public_key, sign_count, backup_eligible, backed_up, aaguid, name)
     values ($1, $2, '', 0, false, false, $3, $4) returning id`,
    [randomBytes(16), id, randomUUID(), name],
  );
  return rows[0]?.id ?? "";
}

/** Sign in with the password as far as the page that asks for the second factor. */
export async function toFactorPage(browser: Browser, user: TestUser, url = "/login"): Promise<Page> {
  const page = await login(browser, await browser.visit(url), user);
  if (!page.path.startsWith("/login/factor")) throw new Error(`not asked for a second factor: ${page.path}`);
  return page;
}

export const enterCode = (browser: Browser, page: Page, code: string): Promise<Page> =>
  browser.submit(page, "/login/factor", { code }, 'name="code"');

export const enterRecoveryCode = (browser: Browser, page: Page, code: string): Promise<Page> =>
  browser.submit(page, "/login/factor", { recovery_code: code }, 'name="recovery_code"');

/** How people get an account: ask, read the mail, follow its link. */
import { randomBytes } from "node:crypto";
import { Browser, type Fields, type Page } from "./browser.js";
import type { ReceivedMail, TestMailbox } from "./mailbox.js";
import type { TestServer } from "./server.js";

export const newAddress = (): string => `new-${randomBytes(6).toString("hex")}@example.com`;

export const goodPassword = "four unrelated words";

let networks = 0;

/** A network of its own, so that no test uses up the turns of another. */
export const fromAnotherNetwork = (): Fields => {
  networks += 1;
  return { "x-forwarded-for": `198.${networks >> 8}.${networks & 255}.7` };
};

export const trustingProxy = { TRUST_PROXY: "127.0.0.1/32" };

/** Ask for an account. @param from the page that asks */
export async function askForAccount(browser: Browser, email: string, from = "/sign-up"): Promise<Page> {
  return browser.submit(await browser.visit(from), "/sign-up", { email });
}

/** Where the mail leads, within the issuer. */
export const pathIn = ({ link }: Pick<ReceivedMail, "link">): string => {
  const { pathname, search } = new URL(link);
  return pathname + search;
};

/** The path of the link that the next mail to this address has. */
export const linkTo = async (mailbox: TestMailbox, email: string): Promise<string> =>
  pathIn(await mailbox.next(email));

export const finishSignUp = (browser: Browser, page: Page, fields: Fields = {}): Promise<Page> =>
  browser.submit(page, "/sign-up", { new_password: goodPassword, ...fields });

/** Ask, read, follow, in one browser. @returns the page behind the link */
export async function followedLink(
  server: TestServer,
  mailbox: TestMailbox,
  email = newAddress(),
  browser = new Browser(server, fromAnotherNetwork()),
): Promise<{
  readonly email: string;
  readonly path: string;
  readonly browser: Browser;
  readonly page: Page;
}> {
  await askForAccount(browser, email);
  const path = await linkTo(mailbox, email);
  return { email, path, browser, page: await browser.visit(path) };
}

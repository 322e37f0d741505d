/** How people get back into their account: ask, read the mail, follow its link. */
import { expect } from "vitest";
import type { Browser, Fields, Page } from "./browser.js";
import type { TestMailbox } from "./mailbox.js";
import { goodPassword, linkTo } from "./sign-up.js";

export const askForReset = async (browser: Browser, username: string, from = "/reset"): Promise<Page> =>
  browser.submit(await browser.visit(from), "/reset", { username });

/** The path of the link that the mail has. */
export async function resetLink(mailbox: TestMailbox, browser: Browser, email: string): Promise<string> {
  expect((await askForReset(browser, email)).status).toBe(200);
  return linkTo(mailbox, email);
}

export const choosePassword = async (
  browser: Browser,
  link: string,
  new_password = goodPassword,
  fields: Fields = {},
): Promise<Page> =>
  browser.submit(await browser.visit(link), link.replace(/\?.*/, ""), { new_password, ...fields });

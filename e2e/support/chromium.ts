/** The browser for test/browser: Debian's Chromium, or the one that `CHROMIUM_PATH` names. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
} from "playwright-core";

const usualPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** null if there is none. @throws Error if `CHROMIUM_PATH` names a missing file */
export function findChromium(): string | null {
  const { CHROMIUM_PATH } = process.env;
  if (!CHROMIUM_PATH) return usualPaths.find((path) => existsSync(path)) ?? null;
  if (existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH;
  throw new Error(`CHROMIUM_PATH is ${CHROMIUM_PATH}, and there is nothing`);
}

export const noChromium = `There is no Chromium at ${usualPaths.join(", ")}, and CHROMIUM_PATH is not set`;

/** No sandbox, because it does not start as root; no background connections. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Browser {
  /** A profile with its own cookies and storage, which its tabs share. */
  newProfile(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

const usual = { locale: "en-GB", timezoneId: "UTC" };

function chromiumPath(): string {
  const path = findChromium();
  if (path === null) throw new Error(noChromium);
  return path;
}

const makeFolder = () => mkdtempSync(join(tmpdir(), "regrant-chromium-"));
const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true });
const environmentIn = (home: string) => ({ ...process.env, HOME: home });

export async function startBrowser(
  moreFlags: readonly string[] = [],
  options: LaunchOptions = {},
): Promise<Browser> {
  const executablePath = chromiumPath();
  const folder = makeFolder();
  const browser = await chromium.launch({
    ...options,
    executablePath,
    args: [...flags, ...moreFlags],
    env: environmentIn(folder),
  });
  return {
    newProfile: (own = {}) => browser.newContext({ ...usual, ...own }),
    close: async () => {
      await browser.close();
      removeFolder(folder);
    },
  };
}

/** With the back/forward cache, which Playwright disables. */
export const startBrowserAsPeopleHaveIt = (): Promise<Browser> =>
  startBrowser([], { ignoreDefaultArgs: ["--disable-back-forward-cache"] });

/** A profile whose user blocks all cookies. */
export async function startWithoutCookies(): Promise<{ profile: BrowserContext; close(): Promise<void> }> {
  const executablePath = chromiumPath();
  const folder = makeFolder();
  mkdirSync(join(folder, "Default"));
  const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(folder, "Default", "Preferences"), JSON.stringify(settings));
  const profile = await chromium.launchPersistentContext(folder, {
    ...usual,
    executablePath,
    args: [...flags],
    env: environmentIn(folder),
  });
  return {
    profile,
    close: async () => {
      await profile.close();
      removeFolder(folder);
    },
  };
}

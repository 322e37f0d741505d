/** The browser of the tests in test/browser: Debian's Chromium, or the one that `CHROMIUM_PATH` names. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";

const usualPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** null where there is none. @throws Error where `CHROMIUM_PATH` names nothing */
export function findChromium(): string | null {
  const { CHROMIUM_PATH } = process.env;
  if (!CHROMIUM_PATH) return usualPaths.find((path) => existsSync(path)) ?? null;
  if (existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH;
  throw new Error(`CHROMIUM_PATH is ${CHROMIUM_PATH}, and there is nothing`);
}

export const noChromium = `There is no Chromium at ${usualPaths.join(", ")}, and CHROMIUM_PATH is not set`;

/** No sandbox, for it does not start as root; no connections of the browser's own. */
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
  /** A profile of its own: cookies and storage that no other has. Its tabs share them. */
  newProfile(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

export async function startBrowser(moreFlags: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(noChromium);
  const folder = mkdtempSync(join(tmpdir(), "regrant-chromium-"));
  const browser = await chromium.launch({
    executablePath,
    args: [...flags, ...moreFlags],
    env: { ...process.env, HOME: folder },
  });
  return {
    newProfile: (options = {}) => browser.newContext({ locale: "en-GB", timezoneId: "UTC", ...options }),
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

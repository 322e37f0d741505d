/** A page as people see it: on desktop and phone, at 200 %, in both colour schemes. Pictures are left in e2e/screenshots. */
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { violationsOf } from "./axe.js";

const screenshots = fileURLToPath(new URL("../screenshots/", import.meta.url));

const screens = {
  desk: { width: 1180, height: 800 },
  phone: { width: 360, height: 740 },
  /** As much as fits on the desk's screen at 200 %. */
  zoomed: { width: 590, height: 400 },
} as const;

/** Each with what axe has to look at anew: nothing but colours differs. */
const schemes = { light: undefined, dark: ["color-contrast"] } as const;

/** axe finds nothing, and nothing is wider than the screen. */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const [screen, viewport] of Object.entries(screens)) {
    await page.setViewportSize(viewport);
    for (const [colorScheme, rules] of Object.entries(schemes)) {
      await page.emulateMedia({ colorScheme: colorScheme as keyof typeof schemes });
      const place = `${name}, ${screen}, ${colorScheme}`;
      expect(await violationsOf(page, rules), place).toEqual([]);
      await page.screenshot({ path: `${screenshots}${name}-${screen}-${colorScheme}.png`, fullPage: true });
    }
    expect(await page.evaluate("document.documentElement.scrollWidth"), `${name}, ${screen}`).toBe(
      viewport.width,
    );
  }
}

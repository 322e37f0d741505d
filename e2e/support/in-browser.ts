/** `describe` for tests that need a browser: skipped where there is none. */
import { describe } from "vitest";
import { findChromium } from "./chromium.js";

const orSkipped = describe.skipIf(findChromium() === null);

export const describeInBrowser = (name: string, tests: () => void): void => void orSkipped(name, tests);

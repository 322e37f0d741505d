/** `describe` for tests that need a browser; skipped without one. */
import { describe } from "vitest";
import { findChromium } from "./chromium.js";

const orSkipped = describe.skipIf(findChromium() === null);

export const describeInBrowser = (name: string, tests: () => void): void => void orSkipped(name, tests);

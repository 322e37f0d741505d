/** Reports at the start and end of a run if browser tests are skipped, and why. */
import { findChromium, noChromium } from "./chromium.js";

export default function setup(): (() => void) | undefined {
  if (findChromium() !== null) return undefined;
  const say = () => console.warn(`\n  ${noChromium}: the browser tests are skipped.\n`);
  say();
  return say;
}

/** Says at the beginning and at the end of a run why the browser tests are skipped, where they are. */
import { findChromium, noChromium } from "./chromium.js";

export default function setup(): (() => void) | undefined {
  if (findChromium() !== null) return undefined;
  const say = () => console.warn(`\n  ${noChromium}: the browser tests are skipped.\n`);
  say();
  return say;
}

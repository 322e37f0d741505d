/** Says at the beginning and at the end of a run which clients' tests are skipped, and what they want. */
import { missingOfAll } from "./debian-clients.js";

export default function setup(): (() => void) | undefined {
  const names = missingOfAll();
  if (names.length === 0) return undefined;
  const say = () => console.warn(`\n  The tests of clients are skipped that want: ${names.join(", ")}.\n`);
  say();
  return say;
}

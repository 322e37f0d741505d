/** The oldest Node.js that works is in package.json; said here before anything else fails for it. */
import { readFileSync } from "node:fs";

export function requireNode() {
  const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const [major, minor] = engines.node.match(/\d+/g).map(Number);
  const [ownMajor, ownMinor] = process.versions.node.split(".").map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  console.error(`Regrant needs Node.js ${major}.${minor} or newer; this is ${process.versions.node}.`);
  console.error("Get one from https://nodejs.org, then try again.");
  process.exit(1);
}

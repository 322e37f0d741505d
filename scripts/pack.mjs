/** What is published, and packing it: the tarballs of the release, which the tests install. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { askPnpm, repository } from "./prepare.mjs";

export const published = ["apps/auth-server", "packages/client", "packages/verifier", "packages/bff"];

export const manifestOf = (folder) =>
  JSON.parse(readFileSync(join(repository, folder, "package.json"), "utf8"));

/** Packs what the last build made. Returns, for each, `name`, `version`, `filename`, `size` in bytes, `files`. */
export function packAll(destination) {
  const filters = published.flatMap((folder) => ["--filter", `./${folder}`]);
  return JSON.parse(
    askPnpm(["--recursive", ...filters, "pack", "--json", "--pack-destination", destination]),
  );
}

/** `node scripts/pack.mjs <folder>`, until the packages are published. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error("usage: node scripts/pack.mjs <folder>");
  for (const { filename } of packAll(resolve(folder))) console.log(filename);
}

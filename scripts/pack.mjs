/** What is published, and packing it: the tarballs of the release, which the tests install. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { askPnpm, repository } from "./prepare.mjs";

export const published = ["apps/auth-server", "packages/client", "packages/verifier"];

export const manifestOf = (folder) =>
  JSON.parse(readFileSync(join(repository, folder, "package.json"), "utf8"));

/** Packs what the last build made. Returns, for each, `name`, `version`, `filename`, `size` in bytes, `files`. */
export function packAll(destination) {
  const filters = published.flatMap((folder) => ["--filter", `./${folder}`]);
  return JSON.parse(
    askPnpm(["--recursive", ...filters, "pack", "--json", "--pack-destination", destination]),
  );
}

import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

const dist = new URL("../dist/", import.meta.url);

/** What loading an entry loads besides its own modules; dynamic imports do not count. */
async function importsOf(file: URL, seen = new Set<string>()): Promise<Set<string>> {
  const packages = new Set<string>();
  if (seen.has(file.href)) return packages;
  seen.add(file.href);
  const code = await readFile(file, "utf8");
  for (const [, name = ""] of code.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)";/gm)) {
    if (!name.startsWith(".")) packages.add(name);
    else for (const inner of await importsOf(new URL(name, file), seen)) packages.add(inner);
  }
  return packages;
}

const everywhere = ["lru-cache", "node:buffer", "node:crypto"];

describe("the entries", () => {
  it.each([
    [".", "index.js", everywhere],
    ["./fetch", "fetch.js", everywhere],
    ["./mcp", "mcp.js", everywhere],
    ["./issuer", "issuer.js", everywhere],
    ["./dpop", "dpop.js", everywhere],
    ["./express", "express.js", everywhere],
    ["./fastify", "fastify.js", [...everywhere, "fastify-plugin"]],
  ])(
    "%s depends on no framework but its own, and of Node.js on what Workers and Deno have",
    async (_entry, file, names) => {
      expect([...(await importsOf(new URL(file, dist)))].sort()).toEqual([...names].sort());
    },
  );

  it("are all in package.json, and there is no other", async () => {
    const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
    expect(Object.keys(manifest.exports)).toEqual([
      ...[".", "./fastify", "./express", "./fetch", "./mcp", "./issuer", "./dpop"],
    ]);
    expect(Object.keys(manifest.peerDependencies)).toEqual(["fastify"]);
    expect(manifest.peerDependenciesMeta.fastify.optional).toBe(true);
  });
});

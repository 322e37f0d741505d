/** The libraries as published: packed, and installed in an empty folder. */
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  emptyFolder,
  type Folder,
  fencesOf,
  installedFile,
  installedFolder,
  isRegistryThere,
  npmInstall,
  pack,
  packageManager,
  registry,
} from "../support/packed.js";

const script = (name: string) => fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url));
const packed = emptyFolder();
afterAll(() => packed[Symbol.dispose]());
const tarballs = pack(packed.path);
const tarballOf = (name: string) => {
  const found = tarballs.find((tarball) => tarball.name === name);
  if (found === undefined) throw new Error(`${name} is not packed`);
  return found;
};

const libraries = [
  { name: "@regrant/client", entries: [""], installs: ["idb-keyval", "oauth4webapi"] },
  {
    name: "@regrant/bff",
    entries: ["", "/express", "/fastify"],
    installs: ["dpop", "jose", "lru-cache", "oauth4webapi", "openid-client", "undici"],
  },
  {
    name: "@regrant/verifier",
    entries: ["", "/express", "/fastify", "/fetch", "/mcp", "/issuer"],
    installs: ["fastify-plugin", "lru-cache"],
  },
] as const;
const everyEntry = libraries.flatMap(({ name, entries }) => entries.map((entry) => `${name}${entry}`));

describe.each(libraries)("the tarball of $name", ({ name }) => {
  const { files, filename } = tarballOf(name);
  const inside = (path: string) =>
    packed.run("tar", ["xzOf", filename, `package/${path}`]).then((text) => text.trim());

  it("has what is imported and its types, a README that begins with the install line, and nothing else", async () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toContain("package.json");
    expect(
      paths.filter(
        (path) => !/^(package\.json|README\.md|dist\/[a-z0-9/-]+\.(c?js|d\.c?ts|LICENSE\.md))$/.test(path),
      ),
    ).toEqual([]);
    expect(await inside("README.md")).toMatch(
      new RegExp(`^# ${name}\n\n\`\`\`sh\nnpm install ${name}\n\`\`\`\n`),
    );
    const { dependencies, ...manifest } = JSON.parse(await inside("package.json"));
    expect(Object.keys(dependencies).filter((dependency) => dependency.startsWith("@regrant/"))).toEqual([]);
    expect(JSON.stringify(manifest)).not.toContain("workspace:");
  });

  it("is good to publint and to Are The Types Wrong", async () => {
    const publint = join(dirname(installedFile(".", "publint")), "../src/cli.js");
    const attw = join(dirname(installedFile(".", "@arethetypeswrong/cli/package.json")), "dist/index.js");
    await Promise.all([
      packed.run(process.execPath, [publint, filename, "--strict"]),
      packed.run(process.execPath, [attw, filename, "--format", "ascii"]),
    ]);
  });
});

describe("npm run release", () => {
  it("does nothing where it is not told which of the two", async () => {
    const { release } = await import(script("release.mjs"));
    expect([release([]), release(["--dry-run", "--publish"])]).toEqual([2, 2]);
  });

  it.each([
    [{ name: "a" }, [/"license"/]],
    [{ name: "a", private: true }, [/"license"/, /"private"/]],
    [{ name: "a", private: true, license: "X" }, [/"private"/]],
    [{ name: "a", license: "X" }, []],
  ])("says of %j what stands in its way", async (manifest, expected) => {
    const { obstaclesIn } = await import(script("release.mjs"));
    const obstacles: string[] = obstaclesIn(manifest);
    expect(obstacles).toHaveLength(expected.length);
    expected.forEach((pattern, index) => {
      expect(obstacles[index]).toMatch(pattern);
    });
  });
});

const there = isRegistryThere();
if (!there) console.warn("\n  The installation of packages is skipped: npm's registry does not answer.\n");

/** Every entry, by import and by require, without any framework. */
const loadEverything = `import { createRequire } from "node:module";
    for (const name of ${JSON.stringify(everyEntry)}) {
      const [asModule, asCommon] = [await import(name), createRequire(import.meta.url)(name)];
      if (Object.keys(asModule).join() !== Object.keys(asCommon).filter((key) => key !== "__esModule").sort().join())
        throw new Error(name + ": " + Object.keys(asModule) + " / " + Object.keys(asCommon));
    }`;
/** Makes `require` load CommonJS, not an ES module. */
const noRequireOfModules = { NODE_OPTIONS: "--no-experimental-require-module" };

const verifierExamples = fencesOf("packages/verifier/README.md", "js").slice(0, 3);
/** Appended to an example, to use its variables. */
const askHello = `
  const listener = typeof server === "undefined" ? app.server : server;
  if (!listener.listening) await new Promise((resolve) => listener.once("listening", resolve));
  const { status, headers } = await fetch("http://localhost:" + listener.address().port + "/hello");
  console.log(status, headers.get("www-authenticate"));
  process.exit();`;

describe.skipIf(!there)("in an empty folder", () => {
  it.each(libraries)(
    "npm installs $name with its dependencies and nothing else",
    async ({ name, installs }) => {
      using folder = emptyFolder();
      await npmInstall(folder, tarballOf(name).filename);
      const found = readdirSync(join(folder.path, "node_modules")).filter((each) => !/^[.@]/.test(each));
      expect(found).toEqual(installs);
    },
  );

  const locals = libraries.map(({ name }) => tarballOf(name).filename);

  describe("with npm", () => {
    const folder = emptyFolder();
    afterAll(() => folder[Symbol.dispose]());
    beforeAll(async () => {
      folder.write("package.json", JSON.stringify({ type: "module", private: true }));
      await npmInstall(folder, ...locals);
      linkFrameworks(folder);
    });

    it("every entry loads as a module and as CommonJS, whose refusals are of one kind", () =>
      expectLoads(folder));

    it("Jest requires them", () => expectJest(folder));

    it.each([0, 1, 2])("the README's example %i serves, and refuses whoever has no token", async (index) => {
      folder.write(
        "serves.mjs",
        `${verifierExamples[index]?.replace("4002 }", "0 }").replace("(4002)", "(0)")}${askHello}`,
      );
      const challenge =
        'Bearer scope="notes:read", resource_metadata="http://localhost:4002/.well-known/oauth-protected-resource", DPoP algs="ES256 Ed25519 EdDSA PS256 RS256"';
      expect(await folder.run(process.execPath, ["serves.mjs"])).toBe(`401 ${challenge}\n`);
    });

    it(
      "the README's examples compile under every module resolution, declarations included",
      () => expectCompiles(folder),
      180_000,
    );
  });

  it("pnpm", async () => {
    using folder = emptyFolder();
    folder.write("package.json", JSON.stringify({ private: true }));
    await folder.run("npx", [
      "--yes",
      packageManager.split("+")[0] ?? "",
      "add",
      "--prefer-offline",
      ...locals,
    ]);
    await expectLoads(folder);
  });

  it("yarn, with Plug'n'Play: nothing is found that is not declared", async () => {
    using folder = emptyFolder();
    folder.write("package.json", JSON.stringify({ name: "empty", private: true }));
    folder.write("yarn.lock", "");
    const yarn = (...args: string[]) =>
      folder.run(process.execPath, [installedFile("e2e", "@yarnpkg/cli-dist/bin/yarn.js"), ...args], {
        YARN_NPM_REGISTRY_SERVER: registry,
        YARN_GLOBAL_FOLDER: join(folder.path, ".yarn"),
        YARN_ENABLE_TELEMETRY: "0",
      });
    await yarn("add", ...libraries.map(({ name }) => `${name}@file:${tarballOf(name).filename}`));
    folder.write("loads.mjs", loadEverything);
    await yarn("node", "loads.mjs");
  });
});

async function expectLoads(folder: Folder): Promise<void> {
  folder.write("loads.mjs", loadEverything);
  await folder.run(process.execPath, ["loads.mjs"], noRequireOfModules);
  folder.write(
    "one-error.mjs",
    `import { createRequire } from "node:module";
     import { OAuthError } from "@regrant/verifier";
     const common = createRequire(import.meta.url)("@regrant/verifier");
     const error = new common.OAuthError("invalid_token", "no", { reason: "token_malformed" });
     if (common.OAuthError === OAuthError || !(error instanceof OAuthError)) throw new Error("two kinds of refusals");`,
  );
  await folder.run(process.execPath, ["one-error.mjs"], noRequireOfModules);
}

async function expectJest(folder: Folder): Promise<void> {
  folder.write(
    "packages.test.cjs",
    `const { createVerifier, OAuthError } = require("@regrant/verifier");
     const { fetchVerifier } = require("@regrant/verifier/fetch");
     require("@regrant/verifier/express");
     require("@regrant/verifier/fastify");
     require("@regrant/bff/fastify");
     require("@regrant/bff/express");
     const { fetchBff } = require("@regrant/bff");
     const { createClient, memoryStore } = require("@regrant/client");
     const options = { issuer: "http://localhost:9", audience: "http://localhost:4001", onKeysEvent: () => {} };
     test("the verifier refuses", async () => {
       const verifier = createVerifier(options);
       await expect(verifier.verify("nonsense")).rejects.toBeInstanceOf(OAuthError);
       verifier.close();
       const api = fetchVerifier(options);
       const answer = await api.requireToken()(new Request("http://localhost:4001/"), () => null);
       expect(answer.status).toBe(401);
       api.close();
     });
     test("the back end is made, and signs nobody in", async () => {
       const secrets = "jest:" + "A".repeat(43);
       const app = { clientId: "a", clientSecret: "s", origin: "http://localhost:9", secrets, routes: [] };
       const bff = fetchBff({ issuer: options.issuer, ...app });
       const answer = await bff(new Request("http://localhost:9/bff/session", { headers: { "x-regrant-bff": "1" } }));
       expect(answer.status).toBe(401);
     });
     test("the client is made", () => {
       const stores = { signInStore: memoryStore(), refreshTokenStore: memoryStore() };
       const client = createClient({ issuer: options.issuer, clientId: "a", redirectUri: "http://localhost:9/", ...stores });
       expect(client.accessToken).toBeNull();
     });`,
  );
  const jest = join(dirname(installedFile("e2e", "jest/package.json")), "bin/jest.js");
  const args = [
    "--rootDir",
    folder.path,
    "--testMatch",
    "**/*.test.cjs",
    "--ci",
    "--cache=false",
    "--watchman=false",
  ];
  await folder.run(process.execPath, [jest, ...args]);
}

const typescript = join(dirname(installedFile(".", "typescript/package.json")), "bin/tsc");
/** The last version with Node.js 10's module resolution. */
const typescript5 = join(dirname(installedFile("e2e", "typescript-5/package.json")), "bin/tsc");
const strict = [
  "--noEmit",
  "--strict",
  "--esModuleInterop",
  "--exactOptionalPropertyTypes",
  "--skipLibCheck",
  "false",
  // Skips only TypeScript's own lib.*.d.ts.
  "--skipDefaultLibCheck",
  "--types",
  "node",
];
const target = ["--target", "es2022", "--lib", "es2023,dom,dom.iterable,dom.asynciterable"];
/** What the client's example leaves to the app. */
const appsOwn =
  "declare function showSignIn(reason: string): void; declare const signInButton: { onclick: () => void };\n";

/** The README's examples unchanged, with this repository's frameworks. */
async function expectCompiles(folder: Folder): Promise<void> {
  const clientExample = `${appsOwn}${fencesOf("packages/client/README.md", "js")[0]}`;
  const examples = [
    ...verifierExamples,
    clientExample,
    ...fencesOf("packages/bff/README.md", "js").slice(0, 3),
  ];
  examples.forEach((code, index) => {
    folder.write(`example-${index}.ts`, `${code}\nexport {};\n`);
  });
  folder.write(
    "required.cts",
    everyEntry.map((name, index) => `import e${index} = require("${name}"); void e${index};`).join("\n"),
  );
  const modules = examples.map((_, index) => `example-${index}.ts`);
  const compile = (tsc: string, files: readonly string[], ...options: string[]) =>
    folder.run(process.execPath, [tsc, ...strict, ...target, ...options, ...files]);
  const both = [...modules, "required.cts"];
  await Promise.all([
    compile(typescript, both, "--module", "node16", "--moduleResolution", "node16"),
    compile(typescript, both, "--module", "nodenext", "--moduleResolution", "nodenext"),
    compile(typescript, modules, "--module", "esnext", "--moduleResolution", "bundler"),
    compile(typescript5, modules, "--module", "esnext", "--moduleResolution", "node10"),
  ]);
}

/** Which are not ours to install. */
function linkFrameworks(folder: Folder): void {
  const names = ["fastify", "express", "hono", "@hono/node-server", "@types/express"];
  for (const [from, name] of [...names.map((each) => ["packages/verifier", each]), [".", "@types/node"]]) {
    const link = join(folder.path, "node_modules", name ?? "");
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(installedFolder(from ?? "", name ?? ""), link);
  }
}

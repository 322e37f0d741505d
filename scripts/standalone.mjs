/**
 * Run in a package's folder after tsc: makes its `dist` stand alone, so that the package installs outside this repository.
 *
 * Workspace packages among its devDependencies are not published: the modules of theirs that `dist` imports are copied into
 * it. A package with `exports` is a library: beside its modules it gets CommonJS, which Jest and older code require, and
 * types for both.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path/posix";
import { rolldown } from "rolldown";

/** These cannot be required before Node.js 20.19, nor in Jest, so CommonJS gets a copy, and their licences with it. */
const modulesOnly = ["oauth4webapi"];
const imported = /(\bfrom |\bimport |\bimport\()"([^"]+)"/g;

const { devDependencies, exports } = JSON.parse(readFileSync("package.json", "utf8"));
const copied = Object.keys(devDependencies).filter((name) => devDependencies[name].startsWith("workspace:"));

for (const file of filesIn("dist")) if (/\.(d\.ts|js)$/.test(file)) bringIn(file);
if (exports !== undefined) {
  const entries = Object.values(exports).map((entry) => entry.import.default);
  addCommonTypes(entries.map((file) => file.replace("./", "").replace(/js$/, "d.ts")));
  await addCommonJs(entries);
}

/** Lets a file import copies of workspace packages, and brings those in. */
function bringIn(file) {
  const text = readFileSync(file, "utf8");
  const standing = text.replace(imported, (whole, before, specifier) => {
    const name = copied.find((each) => specifier === each || specifier.startsWith(`${each}/`));
    if (name === undefined) return whole;
    const module = specifier.slice(name.length + 1) || "index";
    const folder = `dist/${name.split("/")[1]}`;
    copyModule(`node_modules/${name}/dist`, folder, module);
    return `${before}"${relativeTo(file, `${folder}/${module}.js`)}"`;
  });
  if (standing !== text) writeFileSync(file, standing);
}

/** One module, its types, and whatever of its package they import. */
function copyModule(from, to, module, done = new Set()) {
  if (done.has(module)) return;
  done.add(module);
  mkdirSync(to, { recursive: true });
  for (const extension of [".js", ".d.ts"]) {
    const text = readFileSync(`${from}/${module}${extension}`, "utf8");
    writeFileSync(`${to}/${module}${extension}`, text.replace(/^\/\/# sourceMappingURL=.*\n?/m, ""));
    for (const [, , specifier] of text.matchAll(imported))
      if (specifier.startsWith("./")) copyModule(from, to, specifier.slice(2, -3), done);
  }
}

/** A .d.cts for each .d.ts that an entry leads to. The others are of no use to anybody, and go. */
function addCommonTypes(entries) {
  const reached = new Set(entries);
  for (const file of reached) {
    const text = readFileSync(file, "utf8").replace(imported, (whole, before, specifier) => {
      if (!specifier.startsWith(".")) return whole;
      reached.add(join(dirname(file), specifier.replace(/js$/, "d.ts")));
      return `${before}"${specifier.replace(/js$/, "cjs")}"`;
    });
    writeFileSync(file.replace(/ts$/, "cts"), text);
  }
  for (const file of filesIn("dist")) if (file.endsWith(".d.ts") && !reached.has(file)) rmSync(file);
}

/** One file for each entry, and one that they share: an error that one throws is an instance of the other's class. */
async function addCommonJs(entries) {
  const bundle = await rolldown({
    input: entries,
    external: (id) => !/^[./]/.test(id) && !modulesOnly.includes(id),
  });
  const { output } = await bundle.write({
    dir: "dist",
    format: "cjs",
    exports: "named",
    entryFileNames: "[name].cjs",
    chunkFileNames: "chunks/[name].cjs",
  });
  await bundle.close();
  for (const name of modulesOnly) {
    if (output.some(({ moduleIds }) => moduleIds?.some((id) => id.includes(`/node_modules/${name}/`))))
      copyFileSync(`node_modules/${name}/LICENSE.md`, `dist/${name}.LICENSE.md`);
  }
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}

function relativeTo(file, target) {
  const path = relative(dirname(file), target);
  return path.startsWith(".") ? path : `./${path}`;
}

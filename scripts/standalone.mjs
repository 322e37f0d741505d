/**
 * Run in a package's folder after tsc: makes its `dist` stand alone, so that the package installs outside this repository.
 *
 * Workspace packages among its devDependencies are not published: the modules of theirs that `dist` imports are copied into
 * it. A package with `exports` is a library: beside its modules it gets CommonJS, which Jest and older code require, and
 * types for both. The others are programs: what they need of packages of hundreds of small files is put into a few.
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
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

/** These cannot be required before Node.js 20.19, nor in Jest, so CommonJS gets a copy, and their licences with it. */
const modulesOnly = ["oauth4webapi", "openid-client", "jose", "dpop"];
/** A program takes longer to find their files than for all else that it starts with. */
const manyFiles = ["jose", "typebox"];
const isOf = (names, id) => names.some((name) => `${id}/`.startsWith(`${name}/`));
/** Types that contain themselves, by their schema's title: they are named, not spelled out. */
const declaredIn = { Actor: "./claims.js" };
const imported = /(\bfrom |\bimport |\bimport\()"([^"]+)"/g;

const { devDependencies, exports } = JSON.parse(readFileSync("package.json", "utf8"));
/** By the folder of `dist` that takes the copy. */
const copied = new Map(
  Object.keys(devDependencies)
    .filter((name) => devDependencies[name].startsWith("workspace:"))
    .map((name) => [name.split("/")[1], name]),
);
const done = new Set();

for (const file of filesIn("dist")) if (/\.(d\.ts|js)$/.test(file)) await bringIn(file);
if (exports !== undefined) {
  const entries = Object.values(exports).map((entry) => entry.import.default);
  addCommonTypes(entries.map((file) => file.replace("./", "").replace(/js$/, "d.ts")));
  await addCommonJs(entries);
} else await gatherSmallFiles();

/** Lets a file import copies of workspace packages, and brings those in. */
async function bringIn(file) {
  const text = readFileSync(file, "utf8");
  const standing = await leadToCopies(text, file, copyOfPackage);
  if (standing !== text) writeFileSync(file, standing);
}

/** One module or its types, such as `shared/index`, and whatever that imports. */
async function copyModule(copy, extension) {
  const file = `dist/${copy}${extension}`;
  if (done.has(file)) return;
  done.add(file);
  const [folder] = copy.split("/");
  const from = `node_modules/${copied.get(folder)}/dist`;
  const module = copy.slice(folder.length + 1);
  const original = readFileSync(`${from}/${module}${extension}`, "utf8").replace(
    /^\/\/# sourceMappingURL=.*\n?/m,
    "",
  );
  const text = extension === ".d.ts" ? await spellOut(original, `${from}/${module}.js`) : original;
  // A package that stands alone itself has copies of its own: they are the same as ours.
  const copyOf = (specifier) => {
    if (!specifier.startsWith(".")) return copyOfPackage(specifier);
    const inside = join(dirname(module), specifier.slice(0, -3));
    return copied.has(inside.split("/")[0]) ? inside : `${folder}/${inside}`;
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await leadToCopies(text, file, copyOf));
}

function copyOfPackage(specifier) {
  const [folder] = [...copied].find(([, name]) => `${specifier}/`.startsWith(`${name}/`)) ?? [];
  return folder && `${folder}/${specifier.slice(copied.get(folder).length + 1) || "index"}`;
}

/** The text with its imports led to the copies, which are made. `copyOf` leaves other imports alone. */
async function leadToCopies(text, file, copyOf) {
  const copies = [];
  const led = text.replace(imported, (whole, before, specifier) => {
    const copy = copyOf(specifier);
    if (!copy) return whole;
    copies.push(copy);
    return `${before}"${relativeTo(file, `dist/${copy}.js`)}"`;
  });
  for (const copy of copies) await copyModule(copy, file.endsWith(".js") ? ".js" : ".d.ts");
  return led;
}

/** Types that TypeBox derives from schemas, as plain types: whoever reads them should not have to install TypeBox. */
async function spellOut(types, module) {
  if (!types.includes('"typebox"')) return types;
  const schemas = await import(pathToFileURL(module).href);
  return types
    .replace(/^import .* from "typebox";\n/m, "")
    .replace(
      /export declare const (\w+): Type\.[\s\S]*?;\nexport type \1 = Static<typeof \1>;/g,
      (_, name) => `export type ${name} = ${typeOf(schemas[name])};`,
    );
}

function typeOf(schema, indent = "") {
  const { type, title, anyOf, allOf, items, properties, required = [] } = schema;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (anyOf) return anyOf.map((each) => typeOf(each, indent)).join(" | ");
  if (allOf) return allOf.map((each) => typeOf(each, indent)).join(" & ");
  if (type === "array") return `Array<${typeOf(items, indent)}>`;
  if (type === "integer" || type === "number") return "number";
  if (type === "string" || type === "boolean") return type;
  if (type === "object" && title in declaredIn) return `import("${declaredIn[title]}").${title}`;
  if (type !== "object" || properties === undefined)
    throw new Error(`no type for the schema ${JSON.stringify(schema)}`);
  const inner = `${indent}    `;
  const members = Object.entries(properties).map(([name, member]) => {
    const comment = member.description ? `${inner}/** ${member.description} */\n` : "";
    return `${comment}${inner}${name}${required.includes(name) ? "" : "?"}: ${typeOf(member, inner)};\n`;
  });
  return `{\n${members.join("")}${indent}}`;
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
    external: (id) => !/^[./]/.test(id) && !isOf(modulesOnly, id),
  });
  const { output } = await bundle.write({
    dir: "dist",
    format: "cjs",
    exports: "named",
    entryFileNames: "[name].cjs",
    chunkFileNames: "chunks/[name].cjs",
  });
  await bundle.close();
  copyLicences(output, modulesOnly);
}

/** One file for each of their names, with what is imported by it and nothing else, and those that they share: `dist/bundled`. */
async function gatherSmallFiles() {
  const wanted = new Map();
  for (const file of filesIn("dist").filter((name) => name.endsWith(".js"))) {
    const text = readFileSync(file, "utf8");
    const led = text.replace(/^import \{ (.+) \} from "([^"]+)";/gm, (whole, names, specifier) => {
      if (!isOf(manyFiles, specifier)) return whole;
      const known = wanted.get(specifier) ?? new Set();
      wanted.set(specifier, known);
      for (const [, name] of names.matchAll(/(?:^|,)\s*(\w+)/g)) known.add(name);
      return `import { ${names} } from "${relativeTo(file, fileOf(specifier))}";`;
    });
    if (led !== text) writeFileSync(file, led);
  }
  if (wanted.size === 0) return;
  mkdirSync("dist/bundled", { recursive: true });
  for (const [specifier, names] of wanted)
    writeFileSync(fileOf(specifier), `export { ${[...names].join(", ")} } from "${specifier}";\n`);
  const bundle = await rolldown({ input: [...wanted.keys()].map(fileOf), platform: "node" });
  const { output } = await bundle.write({ dir: "dist/bundled", chunkFileNames: "chunks/[name].js" });
  await bundle.close();
  copyLicences(output, manyFiles);
}

function fileOf(specifier) {
  return `dist/bundled/${specifier.replaceAll("/", "-")}.js`;
}

/** Of the packages among these that have gone into a bundle. */
function copyLicences(output, names) {
  const inside = output.flatMap(({ moduleIds }) => moduleIds ?? []);
  for (const name of names) {
    const folder = `/node_modules/${name}/`;
    const module = inside.find((id) => id.includes(folder));
    if (module === undefined) continue;
    const root = `${module.split(folder)[0]}${folder}`;
    const licence = readdirSync(root).find((file) => /^licen[cs]e/i.test(file));
    copyFileSync(`${root}${licence}`, `dist/${name}.LICENSE.md`);
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

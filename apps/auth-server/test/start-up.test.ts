/** What a start does not load. Each of these would make it longer, and the process larger, for what few need or most need later. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { newSecret } from "../src/secrets.js";
import { cleanUp } from "./support/clean-up.js";
import { program } from "./support/regrant.js";

const built = (file: string) => fileURLToPath(new URL(`../dist/${file}`, import.meta.url));
const tracer = new URL("support/loaded-modules.mjs", import.meta.url).href;

/** The packages, and the files of `dist`, that a process loads until it exits. */
async function loadedBy(args: readonly string[], env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "regrant-loaded-"));
  cleanUp(async () => rmSync(folder, { recursive: true }));
  const LOADED = join(folder, "modules");
  const child = spawn(process.execPath, ["--import", tracer, ...args], {
    env: { ...env, LOADED },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [[code], stderr] = await Promise.all([once(child, "exit"), text(child.stderr)]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const modules = readFileSync(LOADED, "utf8").split("\n");
  const found = (pattern: RegExp) => [
    ...new Set(modules.flatMap((module) => pattern.exec(module)?.[1] ?? [])),
  ];
  return {
    packages: found(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//).sort(),
    files: found(/\/auth-server\/dist\/(.*)$/).sort(),
  };
}

/** All wiring, as server.ts has it, and no database. */
const start = `
  const { createContext } = await import(${JSON.stringify(built("create-context.js"))});
  const { buildApp, buildManagementApp } = await import(${JSON.stringify(built("app.js"))});
  const { readConfig } = await import(${JSON.stringify(built("config.js"))});
  const { pino } = await import("pino");
  await import(${JSON.stringify(built("jobs/send-mails.js"))});
  const context = await createContext(readConfig(process.env), pino({ level: "silent" }));
  await buildApp(context);
  await buildManagementApp(context);
  process.exit();`;

describe("A server that starts", () => {
  it("has not loaded what it may never need", async () => {
    const { packages, files } = await loadedBy(["--input-type=module", "-e", start], {
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
      SECRETS: `main:${newSecret()}`,
    });
    expect(packages).toContain("fastify");
    const unneeded = [
      ...[
        "@fastify/swagger",
        "yaml",
        "@fastify/ajv-compiler",
        "ajv",
        "@fastify/fast-json-stringify-compiler",
      ],
      ...["@fastify/otel", "@opentelemetry/sdk-trace-node", "@opentelemetry/exporter-trace-otlp-http"],
      ...["nodemailer", "openid-client", "oauth4webapi", "@simplewebauthn/server", "tldts"],
      ...["@zxcvbn-ts/language-common", "@node-rs/argon2", "commander", "light-my-request"],
      // These are in dist, as one file each.
      ...["typebox", "jose"],
    ];
    expect(packages.filter((name) => unneeded.includes(name))).toEqual([]);
    expect(files.filter((file) => /^(cli\/|mail\/(smtp|directory))/.test(file))).toEqual([]);
  });
});

describe("regrant --help", () => {
  it("has loaded no command, and nothing of the server", async () => {
    const { packages, files } = await loadedBy([program, "--help"]);
    expect(packages).toEqual(["commander"]);
    expect(files.filter((file) => !file.startsWith("shared/"))).toEqual([
      "cli/command-error.js",
      "cli/main.js",
      "cli/program.js",
    ]);
  });
});

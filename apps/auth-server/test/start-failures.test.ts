/** A server that cannot start says why in one sentence for each problem and exits 1, whether or not anybody listens. */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, it } from "vitest";
import { newSecret } from "../src/secrets.js";
import { cleanUp } from "./support/clean-up.js";
import { cloneDatabase, emptyDatabase } from "./support/databases.js";
import { program } from "./support/regrant.js";

const server = fileURLToPath(new URL("../dist/server.js", import.meta.url));

type Env = Readonly<Record<string, string>>;
const ways: Readonly<Record<string, readonly string[]>> = {
  "node dist/server.js": [server],
  "regrant serve": [program, "serve"],
};

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `deaf`: nobody reads what it writes. */
async function start(args: readonly string[], env: Env, deaf = false): Promise<Ended> {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
  });
  if (deaf) {
    child.stdout.destroy();
    child.stderr.destroy();
    return { code: await exited, stdout: "", stderr: "" };
  }
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, stdout, stderr };
}

const good = async (): Promise<Env> => ({
  DATABASE_URL: await cloneDatabase(),
  SECRETS: inject("secrets"),
  PORT: "0",
  MANAGEMENT_PORT: "0",
});

/** A port that somebody else listens on. */
async function takenPort(): Promise<string> {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  cleanUp(() => new Promise<void>((resolve) => other.close(() => resolve())));
  const address = other.address();
  return String(typeof address === "object" ? address?.port : address);
}

const problems: Readonly<Record<string, { env: () => Promise<Env>; says: readonly RegExp[] }>> = {
  "two settings are wrong": {
    env: async () => ({ ...(await good()), PORT: "x", ISSUER: "http://example.com" }),
    says: [/invalid:$/, /^ {2}ISSUER: /, /^ {2}PORT: /],
  },
  "the database does not answer": {
    env: async () => ({ ...(await good()), DATABASE_URL: "postgres://ada@127.0.0.1:1/regrant" }),
    says: [/DATABASE_URL/],
  },
  "the schema is missing": {
    env: async () => ({ ...(await good()), DATABASE_URL: await emptyDatabase() }),
    says: [/regrant migrate/],
  },
  "the signing key does not open": {
    env: async () => ({ ...(await good()), SECRETS: `other:${newSecret()}` }),
    says: [/SECRETS/],
  },
  "the port is taken": {
    env: async () => ({ ...(await good()), HOST: "127.0.0.1", PORT: await takenPort() }),
    says: [/^cannot listen on 127\.0\.0\.1, port \d+: /],
  },
};

describe("A server that cannot start", () => {
  for (const [problem, { env, says }] of Object.entries(problems)) {
    for (const [way, args] of Object.entries(ways)) {
      it(`says so where ${problem} (${way}), and exits 1`, async () => {
        const settings = await env();
        const { code, stdout, stderr } = await start(args, settings);
        const lines = stderr.trimEnd().split("\n");
        expect({ code, stderr, lines: lines.length }).toMatchObject({ code: 1, lines: says.length });
        expect(stdout).not.toMatch(/"level":[456]0/);
        for (const [index, sentence] of says.entries()) expect(lines[index]).toMatch(sentence);
        expect((await start(args, settings, true)).code).toBe(1);
      }, 60_000);
    }
  }
});

describe("A command whose reader has gone", () => {
  it("exits as it would have otherwise", async () => {
    const settings = { ...(await good()), ISSUER: "http://127.0.0.1:1" };
    const read = await start([program, "doctor"], settings);
    expect([read.code, read.stderr]).toEqual([1, expect.stringContaining("the checks found errors")]);
    expect((await start([program, "doctor"], settings, true)).code).toBe(1);
    expect((await start([program, "user", "list"], settings, true)).code).toBe(0);
  }, 60_000);
});

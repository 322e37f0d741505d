/** README.md and docs/quick-start.md, followed to the letter: their fenced blocks are run as they stand, but for the ports. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, visit } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually as eventuallyWithin } from "../support/eventually.js";
import { emptyFolder, fencesOf, isRegistryThere, npmSettings } from "../support/packed.js";
import { startTestStack, type TestStack } from "../support/stack.js";

const clone = fileURLToPath(new URL("../../", import.meta.url));
const there = isRegistryThere();
/** npm installs, Node.js starts several times: on a busy machine this takes minutes. */
const testMs = 300_000;
const eventually = (what: string, isTrue: () => boolean) =>
  eventuallyWithin(what, isTrue, { withinMs: 90_000, everyMs: 50 });

describe("the first commands", () => {
  const home = emptyFolder();
  let stack: TestStack;
  /** Other programs may have the documents' ports. */
  let ports: Readonly<Record<string, string>>;
  let env: Readonly<Record<string, string>>;
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    stack = await startTestStack();
    ports = {
      4000: new URL(stack.issuer).port,
      5000: String(await freePort()),
      5001: String(await freePort()),
    };
    // `regrant` works on the stack that runs, whose place `npm start` and this test choose; `~` is the empty folder.
    env = { HOME: home.path, DATABASE_URL: stack.postgres.url, ...npmSettings };
  });
  afterAll(async () => {
    for (const child of started) if (child.exitCode === null && child.kill()) await once(child, "exit");
    await stack?.stop();
    home[Symbol.dispose]();
  });

  const here = (text: string) => text.replace(/\b(4000|5000|5001)\b/g, (port) => ports[port] ?? port);
  const blocksOf = (file: string, language: string) => fencesOf(file, language).map(here);
  const shell = (block: string, cwd: string) => home.run("sh", ["-e", "-c", `cd "${cwd}"\n${block}`], env);
  /** A program that goes on, and what it has printed. */
  function start(block: string, cwd: string): { readonly printed: () => string } {
    let printed = "";
    const child = spawn("sh", ["-c", `exec ${block}`], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.setEncoding("utf8").on("data", (text) => {
      printed += text;
    });
    started.push(child);
    return { printed: () => printed };
  }

  it(
    "README.md: a client for a job of one's own gets an access token [quick-start-1]",
    async () => {
      const [startEverything, ...blocks] = blocksOf("README.md", "sh");
      expect(startEverything).toBe("npm start\n");
      const [job = ""] = blocks.filter((block) => block.includes("npx regrant"));
      const answer = JSON.parse(await shell(job, clone).then((said) => said.slice(said.lastIndexOf("{"))));
      expect(answer).toMatchObject({ token_type: "Bearer", scope: "reports:read" });
    },
    testMs,
  );

  it.skipIf(!there)(
    "docs/quick-start.md: one's own API and app, up to the refreshed token",
    async () => {
      const [startEverything, register = "", install = "", runApi = "", runApp = "", ...more] = blocksOf(
        "docs/quick-start.md",
        "sh",
      );
      expect([startEverything, more]).toEqual(["npm start\n", []]);
      await shell(register, clone);
      await shell(install, clone);
      const books = join(home.path, "books");
      for (const code of blocksOf("docs/quick-start.md", "js")) {
        const [, name = ""] = /^\/\/ (\S+)\n/.exec(code) ?? [];
        home.write(join("books", name), code);
      }
      const api = start(runApi, books);
      await eventually("the API listens", () => api.printed().includes("listens on"));
      const app = start(runApp, books);
      const address = () => /^Sign in at (\S+)\n/m.exec(app.printed())?.[1];
      await eventually("the app prints where to sign in", () => address() !== undefined);
      const [, email = ""] = /user create (\S+)/.exec(register) ?? [];
      const [, password = ""] = /echo "(.+)"/.exec(register) ?? [];
      const { address: back } = await visit(
        new URL(address() ?? ""),
        { email, password },
        `http://localhost:${ports[5001]}/`,
      );
      expect(await (await fetch(back)).text()).toContain("Back to the terminal");
      await eventually("the token expires and is refreshed", () =>
        /^H {2}200\n(.+\n){3}/m.test(app.printed()),
      );
      const [documented = ""] = blocksOf("docs/quick-start.md", "text");
      expect(withoutRepeats(app.printed().replace(/^Sign in.*\n/, ""))).toContain(withoutRepeats(documented));
    },
    180_000,
  );
});

/** How many requests one access token serves depends on the clock: each is an answer like the one before. */
const withoutRepeats = (lines: string): string => lines.replace(/(^C .*\n^D .*\n^ .*\n)\1+/gm, "$1");

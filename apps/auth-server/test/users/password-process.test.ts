import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { Worker } from "node:worker_threads";
import { describe, expect, inject, it } from "vitest";
import { buildApp } from "../../src/app.js";
import { createMetrics } from "../../src/metrics.js";
import { hashPassword } from "../../src/users/hash-password.js";
import { createPasswordProcess } from "../../src/users/password-process.js";
import { createPasswords, randomHash } from "../../src/users/passwords.js";
import { cleanUp } from "../support/clean-up.js";
import { createParties } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { askByPassword, expectRefusal, expectTokens } from "../support/token-requests.js";

const right = inject("password");
const hash = inject("passwordHash");
const built = new URL("../../dist/users/password-process.js", import.meta.url).href;
const hasProc = existsSync("/proc/self/task");

function start(patienceMs?: number) {
  const warnings: unknown[] = [];
  const passwords = createPasswordProcess({ warn: (what: unknown) => void warnings.push(what) }, patienceMs);
  cleanUp(() => passwords.close());
  return { passwords, warnings };
}

const kill = (pid: number | undefined, signal: NodeJS.Signals = "SIGKILL") => process.kill(pid ?? 0, signal);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0) && !(hasProc && readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z "));
  } catch {
    return false;
  }
}

describe("The process that hashes passwords", () => {
  it("hashes and compares, many at once, each answered by its own", async () => {
    const { passwords, warnings } = start();
    const hashed = await passwords.hash("one of its own");
    expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const typed = Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? right : `wrong ${index}`));
    const answers = await Promise.all(typed.map((password) => passwords.verify(hash, password)));
    expect(answers).toEqual(typed.map((password) => password === right));
    expect(await passwords.verify(hashed, "one of its own")).toBe(true);
    await expect(passwords.verify("no hash", "x")).rejects.toThrow();
    expect(warnings).toEqual([]);
  });

  it("starts when it is first needed, or before, and is one", async () => {
    const { passwords } = start();
    expect(passwords.pid).toBeUndefined();
    passwords.start();
    const { pid } = passwords;
    await passwords.verify(hash, right);
    passwords.start();
    expect(passwords.pid).toBe(pid);
  });

  it.skipIf(!hasProc)("gives way to all else: each thread that hashes has the low priority", async () => {
    const { passwords } = start();
    await Promise.all(Array.from({ length: 8 }, () => passwords.hash("x")));
    const priorities = readdirSync(`/proc/${passwords.pid}/task`).map((thread) => {
      const [, fields = ""] = readFileSync(`/proc/${passwords.pid}/task/${thread}/stat`, "utf8").split(") ");
      return {
        cpu: Number(fields.split(" ")[11]) + Number(fields.split(" ")[12]),
        nice: Number(fields.split(" ")[16]),
      };
    });
    const low = priorities.filter(({ nice }) => nice === constants.priority.PRIORITY_BELOW_NORMAL);
    expect(low.length).toBeGreaterThanOrEqual(5); // its main thread, and the four that hash
    const busy = (of: typeof priorities) => of.reduce((sum, { cpu }) => sum + cpu, 0);
    expect(busy(low)).toBeGreaterThan(busy(priorities) / 2);
  });

  it.skipIf(!hasProc)("is given nothing of the environment, which holds SECRETS", async () => {
    const { passwords } = start();
    await passwords.verify(hash, right);
    const names = readFileSync(`/proc/${passwords.pid}/environ`, "utf8").split("\0").filter(Boolean);
    expect(names.filter((name) => !name.startsWith("NODE_CHANNEL"))).toEqual([]);
  });

  it("that is killed is started anew, and what it had under way is answered all the same", async () => {
    const { passwords, warnings } = start();
    await passwords.verify(hash, right);
    const before = passwords.pid;
    const answers = Array.from({ length: 30 }, (_, index) =>
      passwords.verify(hash, index % 2 === 0 ? right : "wrong"),
    );
    kill(before);
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 30 }, (_, index) => index % 2 === 0));
    expect(passwords.pid).not.toBe(before);
    expect(warnings).toEqual([{ code: null, signal: "SIGKILL" }]);
  });

  it("that is stopped for too long is ended and started anew", async () => {
    const { passwords } = start(2_000);
    await passwords.verify(hash, right);
    kill(passwords.pid, "SIGSTOP");
    expect(await passwords.verify(hash, right)).toBe(true);
  });

  it("lets signals pass that a terminal sends to all: the server is the one to end it", async () => {
    const { passwords, warnings } = start();
    await passwords.verify(hash, right);
    kill(passwords.pid, "SIGINT");
    kill(passwords.pid, "SIGTERM");
    expect(await passwords.verify(hash, right)).toBe(true);
    expect(warnings).toEqual([]);
  });

  it("ends when it is closed, and what comes after is refused", async () => {
    const { passwords } = start();
    await passwords.verify(hash, right);
    const pid = passwords.pid ?? 0;
    await passwords.close();
    expect(isAlive(pid)).toBe(false);
    await expect(passwords.verify(hash, right)).rejects.toMatchObject({ reason: "password_check_failed" });
  });

  it("ends with its parent, however that ends", async () => {
    const script = `
      const { createPasswordProcess } = await import(${JSON.stringify(built)});
      const passwords = createPasswordProcess(console);
      await passwords.hash("x");
      console.log(passwords.pid);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script]);
    const [output] = await once(parent.stdout, "data");
    const pid = Number(output);
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
  });

  it("keeps no process from ending, and works from a thread", async () => {
    const script = `
      import("node:worker_threads").then(async ({ parentPort }) => {
        const { createPasswordProcess } = await import(${JSON.stringify(built)});
        const passwords = createPasswordProcess(console);
        parentPort.postMessage((await passwords.hash("x")).slice(0, 9));
      });`;
    const thread = new Worker(script, { eval: true });
    const exited = once(thread, "exit");
    expect(await once(thread, "message")).toEqual(["$argon2id"]);
    expect(await exited).toEqual([0]);
  });
});

describe("The hash that is compared with if there is no such user", () => {
  it("costs what a user's does, and no password has it", async () => {
    const shapeOf = (hash: string) => hash.split("$").map((part, index) => (index < 4 ? part : part.length));
    expect(shapeOf(randomHash())).toEqual(shapeOf(await hashPassword("x")));
    expect(await start().passwords.verify(randomHash(), "")).toBe(false);
  });
});

describe("A sign-in whose password could not be checked", () => {
  it("is refused with 503 and Retry-After, never as wrong, and does not count as a guess", async () => {
    const server = await testServer();
    const { client, user } = await createParties(server);
    const { passwords: hashing } = start();
    const killing = setInterval(() => hashing.pid !== undefined && kill(hashing.pid), 1);
    cleanUp(async () => clearInterval(killing));
    const { pool, keyRing, clock, now } = server.context;
    const app = await buildApp({
      ...server.context,
      passwords: createPasswords(hashing),
      metrics: createMetrics(pool, keyRing, clock, now),
    });
    cleanUp(() => app.close());
    for (let turn = 0; turn < 6; turn += 1) {
      const answer = await askByPassword({ ...server, app }, client, user);
      expectRefusal(answer, 503, "temporarily_unavailable", "password_check_failed");
      expect(answer.headers["retry-after"]).toBe("1");
    }
    expectTokens(await askByPassword(server, client, user));
  });
});

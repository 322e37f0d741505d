import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lockHolder, releaseLock, takeLock } from "../src/lock.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { startVictim } from "./support/victim.js";

const lockFile = () => join(temporaryFolder(), "lock");

describe("the lock of a data folder", () => {
  it("is held by a living process, and free when that was killed with -9", async () => {
    const file = lockFile();
    const holder = startVictim(`
      import { takeLock } from "DIST/lock.js";
      console.log(takeLock(${JSON.stringify(file)}));
      setInterval(() => {}, 1000);`);
    expect(await holder.firstLine).toBe("null");
    expect(takeLock(file)).toMatchObject({ pid: holder.pid });
    await holder.kill();
    expect(lockHolder(file)).toBeNull();
    expect(takeLock(file)).toBeNull();
    expect(lockHolder(file)?.pid).toBe(process.pid);
  });

  it("is not held by another program that has the pid now", () => {
    const file = lockFile();
    writeFileSync(file, JSON.stringify({ pid: process.ppid, command: "node something-else " }));
    expect(takeLock(file)).toBeNull();
  });

  it("is not held where a kill -9 left half of a file", () => {
    const file = lockFile();
    writeFileSync(file, '{"pid":');
    expect(takeLock(file)).toBeNull();
  });

  it("is released by its holder only", () => {
    const file = lockFile();
    expect(takeLock(file)).toBeNull();
    releaseLock(file);
    expect(lockHolder(file)).toBeNull();
  });
});

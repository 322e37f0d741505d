/** deploy/make-env.sh: run again it changes nothing, and adds what is missing. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../support/docker.js";

const folder = mkdtempSync(join(tmpdir(), "regrant-env-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** With the builder that Docker Compose 2 uses, whose cache has what the other tests built. */
const makeEnv = (file: string) =>
  run("sh", ["-c", 'sh deploy/make-env.sh "$1" 2>&1', "sh", file], { ...process.env, DOCKER_BUILDKIT: "1" });

/** Where nothing is in the cache, the whole image is built. */
const buildMs = 600_000;

const both = /^SECRETS=\w+:[\w-]{43}\nPOSTGRES_PASSWORD=[\w-]{20,}\n$/;

describe("deploy/make-env.sh", { timeout: buildMs }, () => {
  it("makes the file for its owner alone; a second run keeps it, and says so", async () => {
    const file = join(folder, "new");
    await makeEnv(file);
    const made = readFileSync(file, "utf8");
    expect(made).toMatch(both);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await makeEnv(file)).toContain("nothing is changed");
    expect(readFileSync(file, "utf8")).toBe(made);
  });

  it("keeps every line of a file, and adds what that lacks", async () => {
    const file = join(folder, "half");
    const before = "ISSUER=https://auth.example.com\nPOSTGRES_PASSWORD=chosen-by-hand\nSECRETS=";
    writeFileSync(file, before);
    chmodSync(file, 0o644);
    const said = await makeEnv(file);
    expect(said).toContain("Added SECRETS");
    expect(said).toContain("Kept POSTGRES_PASSWORD");
    expect(readFileSync(file, "utf8").slice(before.length)).toMatch(/^\nSECRETS=\w+:[\w-]{43}\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

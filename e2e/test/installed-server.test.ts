/** The published authorization server, installed by its README in an empty folder, with a client and an API. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { freePort, type Postgres, startThrowAwayPostgres } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/eventually.js";
import { emptyFolder, fencesOf, isRegistryThere, npmInstall, pack } from "../support/packed.js";

const there = isRegistryThere();
const stdoutOf = (text: string) => text.trim().split("\n");

describe.skipIf(!there)("@regrant/auth-server in an empty folder", () => {
  const folder = emptyFolder();
  const tarballs = pack(folder.path);
  let postgres: Postgres;
  let settings: Record<string, string>;
  let server: ChildProcess | undefined;
  const regrant = (...args: string[]) => folder.run("npx", ["regrant", ...args], settings);

  beforeAll(async () => {
    postgres = await startThrowAwayPostgres();
    folder.write("package.json", JSON.stringify({ type: "module", private: true }));
    await npmInstall(folder, ...tarballs.map(({ filename }) => filename));
    const [port, managementPort] = [await freePort(), await freePort()];
    settings = {
      DATABASE_URL: postgres.url,
      ISSUER: `http://localhost:${port}`,
      PORT: String(port),
      MANAGEMENT_PORT: String(managementPort),
    };
    const [line = ""] = stdoutOf(await regrant("secret", "init"));
    settings.SECRETS = line.replace(/^SECRETS=/, "");
  }, 180_000);
  afterAll(async () => {
    server?.kill();
    await postgres?.stop();
    folder[Symbol.dispose]();
  });

  it("regrant --version says which one it is", async () => {
    const version = tarballs.find(({ name }) => name === "@regrant/auth-server")?.version;
    expect(await regrant("--version")).toBe(`${version}\n`);
  });

  it("contains what runs, and the migrations: no source, no test, no source map", () => {
    const { files = [] } = tarballs.find(({ name }) => name === "@regrant/auth-server") ?? {};
    const paths = files.map(({ path }) => path);
    expect(paths).toContain("dist/users/password-child.cjs");
    expect(
      paths.filter(
        (path) =>
          !/^(package\.json|README\.md|dist\/.+\.c?js|dist\/\w+\.LICENSE\.md|migrations\/\d{4}_\w+\.sql)$/.test(
            path,
          ),
      ),
    ).toEqual([]);
  });

  it("the README's commands migrate and serve; the metadata answers, and SIGTERM ends it", async () => {
    const [run = "", register = ""] = fencesOf("apps/auth-server/README.md", "sh").slice(1);
    expect(run).toContain("npx regrant migrate\nnpx regrant serve\n");
    await regrant("migrate");
    server = spawn(process.execPath, ["node_modules/.bin/regrant", "serve"], {
      cwd: folder.path,
      env: { PATH: process.env.PATH, ...settings },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const metadata = `${settings.ISSUER}/.well-known/oauth-authorization-server`;
    await eventually("the metadata answers", async () => {
      const answer = await fetch(metadata).catch(() => null);
      return answer?.ok === true;
    });
    expect(await (await fetch(metadata)).json()).toMatchObject({ issuer: settings.ISSUER });
    expect(register).toContain("npx regrant client create");
    await folder.run("sh", ["-e", "-c", register.replace("npx regrant doctor\n", "")], settings);
  });

  it("the installed client finds it, and the installed verifier admits its tokens", async () => {
    const created = await regrant(
      ...["client", "create", "--name", "Job", "--grant", "client_credentials", "--json"],
      ...["--scope", "notes:read", "--resource", "http://localhost:4002"],
    );
    const { client_id, client_secret } = JSON.parse(created);
    const answer = await fetch(`${settings.ISSUER}/oauth2/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    const { access_token } = (await answer.json()) as { access_token: string };
    folder.write(
      "loop.mjs",
      `import { createClient, memoryStore } from "@regrant/client";
       import { createVerifier, requireScope } from "@regrant/verifier";
       const { ISSUER: issuer, TOKEN } = process.env;
       const client = createClient({ issuer, clientId: "${client_id}", redirectUri: "http://localhost:9/",
         signInStore: memoryStore(), refreshTokenStore: memoryStore() });
       const url = await client.signInUrl();
       const verifier = createVerifier({ issuer, audience: "http://localhost:4002" });
       const token = await verifier.verify(TOKEN);
       requireScope(token, "notes:read");
       verifier.close();
       console.log(JSON.stringify([url.origin, token.claims.client_id]));`,
    );
    const said = await folder.run(process.execPath, ["loop.mjs"], { ...settings, TOKEN: access_token });
    expect(JSON.parse(said)).toEqual([settings.ISSUER, client_id]);
    const ended = server && once(server, "exit");
    server?.kill("SIGTERM");
    expect((await ended)?.[0]).toBe(0);
  });
});

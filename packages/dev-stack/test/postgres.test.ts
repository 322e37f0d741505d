import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Postgres, type PostgresOptions, startPostgres, startThrowAwayPostgres } from "../src/index.js";
import { isAlive } from "../src/processes.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { killedAfterFirstLine } from "./support/victim.js";

async function started(options: PostgresOptions): Promise<Postgres> {
  const postgres = await startPostgres(options);
  onTestFinished(() => postgres.stop());
  return postgres;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  // A killed server is reported twice: by the query, which is looked at, and here.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const insertOne = "CREATE TABLE kept AS SELECT 1 AS one";

const nameless = ["--reuid=12345", "--regid=12345", "--clear-groups"];

/** Only root can become such a user, who has to be let into the clone, and needs user namespaces. */
function canBeNameless(): boolean {
  const built = fileURLToPath(new URL("../dist/index.js", import.meta.url));
  const map = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "test", "-r", built];
  const can = spawnSync("setpriv", [...nameless, ...map]).status === 0;
  if (!can)
    console.warn("  This account cannot become a user without a name: PostgreSQL is not tried as one.");
  return can;
}

describe("a PostgreSQL of our own", () => {
  it("listens on 127.0.0.1 alone, with a password and no socket file", async () => {
    const { url } = await started({ dataDir: join(temporaryFolder(), "data") });
    const settings =
      "SELECT name, setting FROM pg_settings WHERE name = ANY ('{listen_addresses,unix_socket_directories}')";
    expect(await query(url, `${settings} ORDER BY name`)).toEqual([
      { name: "listen_addresses", setting: "127.0.0.1" },
      { name: "unix_socket_directories", setting: "" },
    ]);
    const stranger = new URL(url);
    stranger.password = "guessed";
    await expect(query(stranger.href, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  });

  it("works below a folder that nobody else may enter", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "clone"), { mode: 0o700 });
    chmodSync(folder, 0o700);
    const { url } = await started({ dataDir: join(folder, "clone", ".data", "postgres") });
    expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it.skipIf(!canBeNameless())("runs as a user whom no passwd file names, as containers do", async () => {
    const program = `
      import { startThrowAwayPostgres } from "DIST/index.js";
      const postgres = await startThrowAwayPostgres();
      console.log(postgres.url);
      await postgres.stop();
    `;
    const dist = new URL("../dist/", import.meta.url).href;
    const source = program.replaceAll("DIST/", dist);
    const node = [process.execPath, "--input-type=module", "--eval", source];
    const { status, stdout, stderr } = spawnSync("setpriv", [...nameless, ...node], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^postgres:/);
    expect(status).toBe(0);
  });

  it("keeps its data and its password over a stop and a start, on the same port", async () => {
    const dataDir = join(temporaryFolder(), "data");
    const first = await started({ dataDir });
    await query(first.url, insertOne);
    await first.stop();
    const second = await started({ dataDir, port: first.port });
    expect(second.url).toBe(first.url);
    expect([first.isNew, second.isNew]).toEqual([true, false]);
    expect(await query(second.url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
  });

  it("waits for a durable commit only when asked to", async () => {
    const fast = await started({ dataDir: join(temporaryFolder(), "data") });
    const durable = await started({ dataDir: join(temporaryFolder(), "data"), durable: true });
    expect(await query(fast.url, "SHOW fsync")).toEqual([{ fsync: "off" }]);
    expect(await query(durable.url, "SHOW fsync")).toEqual([{ fsync: "on" }]);
    expect(await query(durable.url, "SHOW synchronous_commit")).toEqual([{ synchronous_commit: "on" }]);
  });

  it("says what PostgreSQL said when it does not start", async () => {
    const options = { dataDir: join(temporaryFolder(), "data"), settings: { shared_buffers: "-1" } };
    await expect(startPostgres(options)).rejects.toThrow(/shared_buffers/);
  });

  it("is gone without a trace after a throw-away's stop", async () => {
    const postgres = await startThrowAwayPostgres();
    const processes = postgres.processIds();
    await postgres.stop();
    expect(processes.length).toBeGreaterThan(1);
    expect(processes.filter(isAlive)).toEqual([]);
    expect(existsSync(postgres.dataDir)).toBe(false);
  });
});

describe("after a kill -9", () => {
  it("of PostgreSQL, with a query under way, it starts again with what was committed", async () => {
    const dataDir = join(temporaryFolder(), "data");
    const first = await started({ dataDir });
    await query(first.url, insertOne);
    const busy = query(first.url, "SELECT pg_sleep(60)").catch((error: Error) => error.message);
    while (
      (await query(first.url, "SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%'")).length < 2
    );
    await first.kill();
    const second = await started({ dataDir, port: first.port });
    expect(await query(second.url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
    expect(await busy).toMatch(/terminated/);
  });

  it("of PostgreSQL's parent, the PostgreSQL left behind is stopped, even a suspended one", async () => {
    const dataDir = join(temporaryFolder(), "data");
    const leftOver = Number(
      await killedAfterFirstLine(`
        import { startPostgres } from "DIST/index.js";
        const { pid } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
        process.kill(pid, "SIGSTOP");
        console.log(pid);`),
    );
    expect(isAlive(leftOver)).toBe(true);
    const { isNew } = await started({ dataDir });
    expect(isAlive(leftOver)).toBe(false);
    expect(isNew).toBe(false);
  });

  it("a postmaster.pid whose pid another program has now is not believed", async () => {
    const dataDir = join(temporaryFolder(), "data");
    const first = await started({ dataDir });
    const pidFile = join(dataDir, "postmaster.pid");
    const content = readFileSync(pidFile, "utf8").replace(String(first.pid), String(process.pid));
    await first.kill();
    writeFileSync(pidFile, content);
    expect((await started({ dataDir })).isNew).toBe(false);
    expect(isAlive(process.pid)).toBe(true);
  });

  it("in the middle of making the data folder, the folder is made anew", async () => {
    const folder = temporaryFolder();
    for (const name of ["data", "data.unfinished-0badcafe"]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "PG_VERSION"), "18\n");
    }
    expect((await started({ dataDir: join(folder, "data") })).isNew).toBe(true);
    expect(readdirSync(folder)).toEqual(["data"]);
  });
});

it("leaves data of another PostgreSQL version alone", async () => {
  const dataDir = join(temporaryFolder(), "data");
  await (await startPostgres({ dataDir })).stop();
  writeFileSync(join(dataDir, "PG_VERSION"), "14\n");
  await expect(startPostgres({ dataDir })).rejects.toThrow(/made by PostgreSQL 14/);
  expect(existsSync(join(dataDir, "global"))).toBe(true);
});

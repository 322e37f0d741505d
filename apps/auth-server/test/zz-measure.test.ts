import { randomUUID } from "node:crypto";
import { it } from "vitest";
import { insertSession } from "../src/store/sessions.js";
import { endManySessions } from "../src/store/session-ends.js";
import { login, signedIn } from "./support/authorization.js";
import { createClient, createResources, createUser } from "./support/fixtures.js";
import { insertOpenSessions } from "./support/open-rows.js";
import { testServer } from "./support/server.js";
import { signIn } from "./support/token-requests.js";

const server = await testServer({ withLog: false });
const time = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const t = performance.now();
  const r = await work();
  console.log(name, (performance.now() - t).toFixed(1), "ms");
  return r;
};
it("measure", async () => {
  await createResources(server);
  const client = await createClient(server);
  const user = await createUser(server);
  const other = await createUser(server);
  for (let i = 0; i < 20; i++) await signIn(server, client, other);
  await time("20 sign-ins, few sessions", async () => { for (let i = 0; i < 20; i++) await signIn(server, client, other); });
  await insertOpenSessions(client, other, 100);
  await signIn(server, client, other);
  await time("20 sign-ins at the cap", async () => { for (let i = 0; i < 20; i++) await signIn(server, client, other); });
  await time("insert 100000", () => insertOpenSessions(client, user, 100_000));
  await time("analyze", () => server.db.query("vacuum analyze sessions").catch(String));
  const browser = await time("login", () => signedIn(server, user));
  for (let i = 0; i < 3; i++) {
    const page = await time("GET /account", () => browser.get("/account"));
    console.log(page.body.length);
  }
  for (let i = 0; i < 5; i++) await time("sign-in over 100k", () => signIn(server, client, user));
  const { rows } = await server.db.query("select revoke_reason, count(*) from sessions where user_id = $1 group by 1", [user.id]);
  console.log(rows);
  await time("20 sign-ins at the cap, other user", async () => { for (let i = 0; i < 20; i++) await signIn(server, client, other); });
  let captured: any;
  const { rows: [u] } = await server.db.query("select password_hash from users where id = $1", [other.id]);
  await insertSession({ query: async (q: any) => { captured = q; return { rows: [] }; } } as any, {
    id: randomUUID(), clientId: client.clientId, userId: other.id, scope: [], resource: "https://notes.example.com", secretHash: Buffer.alloc(32),
    idleSeconds: 1000, absoluteSeconds: 1000, accessTokenId: randomUUID(), address: "127.0.0.1", userAgent: null, requestId: "x", country: null,
    passwordHash: u.password_hash, maxSessions: 100 });
  const tx = await server.db.connect();
  await tx.query("begin; set local plan_cache_mode = force_generic_plan");
  const types = ["uuid","text","uuid","text[]","text","bytea","int","int","uuid","inet","text","text","text","text","int"];
  await tx.query("prepare p (" + types.join(",") + ") as " + captured.text);
  const lit = captured.values.map((v: any) => v === null ? "null" : Buffer.isBuffer(v) ? "'\\\\x" + v.toString("hex") + "'" : Array.isArray(v) ? "'{}'" : "'" + v + "'");
  const ex = await tx.query("explain (analyze, buffers) execute p (" + lit.join(",") + ")");
  console.log(ex.rows.map((r: any) => r["QUERY PLAN"]).join("\n"));
  await tx.query("rollback"); tx.release();
  await time("end many", () => endManySessions(server.db, { userId: user.id }, "user", {}).then(console.log));
  for (let i = 0; i < 3; i++) await time("GET /account, 100k ended", () => browser.get("/account"));
  await server.db.query("update sessions set revoke_reason = 'session_displaced' where user_id = $1", [user.id]).catch(String);
  for (let i = 0; i < 3; i++) await time("GET /account, 100k displaced", () => browser.get("/account"));
}, 120_000);

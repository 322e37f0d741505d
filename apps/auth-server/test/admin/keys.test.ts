import { beforeEach, describe, expect, it } from "vitest";
import { rotateKeys } from "../../src/keys/rotation.js";
import { listSigningKeys } from "../../src/keys/signing-keys.sql.js";
import { adminOf, askAdmin, auditOfRequest, createAdminResources, expectProblem } from "../support/admin.js";
import { jwksOf } from "../support/jwt.js";
import { lockKeys } from "../support/keys-lock.js";
import { replicas } from "../support/replicas.js";

/** Two replicas with one active key, and an administrator. */
async function administered() {
  const servers = await replicas();
  await rotateKeys(servers.one.context);
  await rotateKeys(servers.other.context);
  await createAdminResources(servers.one);
  return { ...servers, admin: await adminOf(servers.one) };
}

const path = "/keys/rotate";
const { clock, one, other, admin } = await administered();
const statesNow = async () => (await listSigningKeys(one.db)).map(({ state }) => state);

// Takes ten seconds, so it starts first and is awaited last.
const stuck = await administered();
const stuckLock = await lockKeys(stuck.other);
const givenUp = stuck.admin.ask("POST", path);

beforeEach(async () => {
  await one.db.query("delete from signing_keys where state = 'staged'");
});

describe("POST /admin/v1/keys/rotate", () => {
  it("stages a key, as the list shows it, that every replica publishes at its next look, and signs with later", async () => {
    const [active] = (await jwksOf(one)).keys;
    const { status, body } = await admin.ask("POST", path);
    expect([status, body]).toEqual([
      201,
      {
        kid: expect.stringMatching(/^[\w-]{43}$/),
        state: "staged",
        alg: "RS256",
        public_jwk: expect.objectContaining({ kid: body.kid, kty: "RSA" }),
        staged_at: new Date(clock.seconds * 1000).toISOString(),
        activated_at: null,
        retired_at: null,
      },
    ]);
    expect((await admin.ask("GET", "/keys")).body.items[1]).toEqual(body);
    for (const server of [one, other]) {
      await rotateKeys(server.context);
      expect((await jwksOf(server)).keys).toEqual([active, body.public_jwk]);
      expect(server.context.keyRing.keyFor("RS256").kid).toBe(active?.kid);
    }
  });

  it("stages one key, though two ask for it at once; the other is told that it is there", async () => {
    const lock = await lockKeys(one);
    const asked = [one, other].map((server) => askAdmin(server, admin.token, "POST", path));
    await lock.waiting(2);
    await lock.release();
    const [made, refused] = (await Promise.all(asked)).sort((a, b) => a.status - b.status);
    expect([made?.status, refused?.status]).toEqual([201, 409]);
    expect(await statesNow()).toEqual(["active", "staged"]);
    expectProblem(await admin.ask("POST", path), 409, "signing_key_staged");
  });

  it("leaves in the audit who staged it, and nothing of a rotation that was refused", async () => {
    const [made, refused] = [await admin.ask("POST", path), await admin.ask("POST", path)];
    const actor = `client:${admin.client.clientId}`;
    expect(await auditOfRequest(one, made)).toEqual([
      { event: "signing_key.staged", reason: null, actor, detail: { kid: made.body.kid, alg: "RS256" } },
    ]);
    expect([refused.status, await auditOfRequest(one, refused)]).toEqual([409, []]);
  });

  it("stages the next key of the algorithm that is named, if an API or a client has chosen it", async () => {
    expectProblem(await admin.ask("POST", `${path}?alg=ES256`), 409, "state_conflict");
    await one.db.query("insert into resources (uri, signing_alg) values ('https://es.example', 'ES256')");
    const { status, body } = await admin.ask("POST", `${path}?alg=ES256`);
    expect([status, body]).toMatchObject([201, { alg: "ES256", public_jwk: { kty: "EC", crv: "P-256" } }]);
    expectProblem(await admin.ask("POST", `${path}?alg=ES256`), 409, "signing_key_staged");
    expectProblem(await admin.ask("POST", `${path}?alg=HS256`), 400, "parameter_invalid");
    expect((await admin.ask("POST", path)).body.alg).toBe("RS256");
    await one.db.query("delete from resources where uri = 'https://es.example'");
  });

  it("wants admin:write", async () => {
    const reader = await adminOf(one, { scope: ["admin:read"] });
    expectProblem(await reader.ask("POST", path), 403, "scope_insufficient");
    expectProblem(await askAdmin(one, undefined, "POST", path), 401, "token_missing");
    expect(await statesNow()).toEqual(["active"]);
  });

  it("does nothing where more is asked of it than it does: for a leaked key there is the command", async () => {
    const asked = await admin.ask("POST", path, { emergency: true });
    expect(expectProblem(asked, 400, "body_invalid")).toEqual(["/emergency"]);
    expect(await statesNow()).toEqual(["active"]);
    expect((await admin.ask("POST", path, {})).status).toBe(201);
  });

  it("gives up where somebody else keeps at the keys", async () => {
    expectProblem(await givenUp, 409, "state_conflict");
    await stuckLock.release();
    expect((await stuck.admin.ask("POST", path)).status).toBe(201);
  });
});

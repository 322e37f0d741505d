import { beforeAll, describe, expect, it } from "vitest";
import {
  type Admin,
  adminOf,
  auditOfRequest,
  createAdminResources,
  expectProblem,
} from "../support/admin.js";
import { createUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";

const server = await testServer();
let admin: Admin;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
});

const updatedAt = async (id: string) => {
  const { rows } = await server.db.query<{ claims_updated_at: Date | null }>(
    "select claims_updated_at from users where id = $1",
    [id],
  );
  return rows[0]?.claims_updated_at;
};

describe("The claims of a user by the admin API", () => {
  it("are given with the user, and audited by name alone", async () => {
    const claims = { name: "Grace Hopper", email_verified: true, address: { locality: "Arlington" } };
    const sent = { email: "grace@example.com", password: "correct horse battery staple", claims };
    const answer = await admin.ask("POST", "/users", sent);
    expect([answer.status, answer.body.claims]).toEqual([201, claims]);
    const read = await admin.ask("GET", `/users/${answer.body.id}`);
    expect([read.body.claims, read.etag]).toEqual([claims, answer.etag]);
    const listed = await admin.ask("GET", "/users?email=grace@example.com");
    expect(listed.body.items).toMatchObject([{ claims }]);
    const events = await auditOfRequest(server, answer);
    expect(events).toMatchObject([
      { event: "user.created", detail: { roles: [], claims: ["name", "email_verified", "address"] } },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/Grace|Arlington/);
  });

  it("are merged by PATCH; null removes one (RFC 7396)", async () => {
    const { id } = await createUser(server);
    const first = await admin.change(`/users/${id}`, {
      claims: { address: { locality: "London", country: "England" }, name: "Ada", nickname: "A" },
    });
    expect(first.body.claims).toEqual({
      name: "Ada",
      nickname: "A",
      address: { locality: "London", country: "England" },
    });
    const second = await admin.change(`/users/${id}`, {
      claims: { nickname: null, name: "Ada Lovelace", address: { country: null } },
    });
    expect(second.body.claims).toEqual({ name: "Ada Lovelace", address: { locality: "London" } });
    expect((await admin.ask("GET", `/users/${id}`)).etag).toBe(second.etag);
    const events = await auditOfRequest(server, second);
    expect(events).toEqual([
      {
        event: "user.updated",
        reason: null,
        actor: `client:${admin.client.clientId}`,
        detail: { changed: ["claims.name", "claims.nickname", "claims.address"], from: {}, to: {} },
      },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/Ada|London|England/);
    expect(server.logLines.join("\n")).not.toContain("Lovelace");
  });

  it("have a time of their last change, which a change to the same is none of", async () => {
    const { id } = await createUser(server);
    expect(await updatedAt(id)).toBeNull();
    await admin.change(`/users/${id}`, { roles: ["author"] });
    const first = await updatedAt(id);
    expect(first).toBeInstanceOf(Date);
    const same = await admin.change(`/users/${id}`, { roles: ["author"], claims: { name: null } });
    expect([await auditOfRequest(server, same), await updatedAt(id)]).toEqual([[], first]);
    await admin.change(`/users/${id}`, { claims: { name: "Ada" } });
    expect((await updatedAt(id))?.getTime()).toBeGreaterThan(first?.getTime() ?? Number.POSITIVE_INFINITY);
  });

  it("say no more that the address is verified once there is another", async () => {
    const { id, email } = await createUser(server);
    const path = `/users/${id}`;
    await admin.change(path, { claims: { email_verified: true, name: "Ada" } });
    const answer = await admin.change(path, { email: `other-${email}` });
    expect(answer.body.claims).toEqual({ name: "Ada" });
    expect(await auditOfRequest(server, answer)).toMatchObject([
      { event: "user.updated", detail: { changed: ["email", "claims.email_verified"] } },
    ]);
    const verified = { email, claims: { email_verified: true } };
    expect((await admin.change(path, verified)).body.claims).toEqual({ name: "Ada", email_verified: true });
  });

  it("are refused where they are wrong, each with its place, and none is kept", async () => {
    const { id } = await createUser(server);
    const path = `/users/${id}`;
    for (const [claims, ...pointers] of [
      [{ name: 7, gender: "" }, "/claims/gender", "/claims/name"],
      [{ zoneinfo: "Mars/Base", birthdate: "1815-02-30" }, "/claims/birthdate", "/claims/zoneinfo"],
      [
        { address: { country: "a\u0000b", planet: "Earth" } },
        "/claims/address/country",
        "/claims/address/planet",
      ],
      [{ name: "x".repeat(10_000) }, "/claims/name"],
      [{ constructor: "x", sub: "x" }, "/claims/constructor", "/claims/sub"],
      [{ picture: "data:image/png;base64,AAAA" }, "/claims/picture"],
      ["Ada", "/claims"],
      [[], "/claims"],
      [null, "/claims"],
    ] as const) {
      const answer = await admin.change(path, { claims });
      expect(expectProblem(answer, 400, "body_invalid").sort()).toEqual(pointers);
    }
    const ifMatch = { "if-match": "*", "content-type": "application/json" };
    const proto = await admin.ask("PATCH", path, '{"claims": {"__proto__": {"name": "x"}}}', ifMatch);
    expectProblem(proto, 400, "body_invalid");
    const large = await admin.change(path, { claims: { name: "x".repeat(100_000) } });
    expectProblem(large, 413, "body_too_large");
    expect((await admin.ask("GET", path)).body.claims).toEqual({});
  });

  it("are described by the OpenAPI document", async () => {
    const { components } = (await admin.ask("GET", "/openapi.json")).body;
    const { claims } = components.schemas.User.properties;
    expect(Object.keys(claims.properties)).toContain("preferred_username");
    expect(claims.properties.address.properties.postal_code).toMatchObject({ type: "string" });
  });
});

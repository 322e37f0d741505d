import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "./support/api.js";

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const post = (text: unknown, claims?: Record<string, unknown>) =>
  api.app.inject({ method: "POST", url: "/notes", headers: api.authorize(claims), payload: { text } });
const list = async (claims?: Record<string, unknown>) =>
  (await api.app.inject({ url: "/notes", headers: api.authorize(claims) })).json();
const reason = (body: { error_uri: string }): string | undefined => body.error_uri.split("/").at(-1);

describe("/notes", () => {
  it("keeps a note for its user and says where and for how long", async () => {
    const response = await post("buy milk");
    expect(response.statusCode).toBe(201);
    const { note, storage } = response.json();
    expect(response.headers.location).toBe(`/notes/${note.id}`);
    expect(storage).toContain("in memory");
    expect(await list()).toMatchObject({ notes: [{ id: note.id, text: "buy milk" }], storage });
  });

  it("adds a note with an id of the app's once, however often that is repeated", async () => {
    const payload = { id: "3f0e2ab2-58f6-4c1e-8a8e-6d9bbd6b3a51", text: "buy milk" };
    const add = (claims?: Record<string, unknown>) =>
      api.app.inject({ method: "POST", url: "/notes", headers: api.authorize(claims), payload });
    const [first, again] = [await add(), await add()];
    expect([again.statusCode, again.json()]).toEqual([201, first.json()]);
    expect((await list()).notes).toEqual([first.json().note]);
    await add({ sub: "bob" });
    expect((await list({ sub: "bob" })).notes).toHaveLength(1);
  });

  it("shows nobody another user's notes [notes-1]", async () => {
    await post("mine");
    expect((await list({ sub: "bob" })).notes).toEqual([]);
  });

  it("removes one's own note, and no one else's", async () => {
    const { note } = (await post("mine")).json();
    const remove = (claims?: Record<string, unknown>) =>
      api.app.inject({ method: "DELETE", url: `/notes/${note.id}`, headers: api.authorize(claims) });
    const refused = await remove({ sub: "bob" });
    expect([refused.statusCode, reason(refused.json())]).toEqual([404, "not_found"]);
    expect((await remove()).statusCode).toBe(204);
    expect((await remove()).statusCode).toBe(404);
    expect((await list()).notes).toEqual([]);
  });

  it("keeps the newest hundred", async () => {
    for (let count = 0; count < 103; count++) await post(`note ${count}`);
    const { notes } = await list();
    expect([notes.length, notes[0].text, notes[99].text]).toEqual([100, "note 3", "note 102"]);
  });

  it.each([
    ["GET", "/notes", "notes:read"],
    ["GET", "/notes/all", "notes:read"],
    ["POST", "/notes", "notes:write"],
    ["DELETE", "/notes/3f0e2ab2-58f6-4c1e-8a8e-6d9bbd6b3a51", "notes:write"],
  ] as const)("%s %s needs %s (RFC 6750 §3.1)", async (method, url, scope) => {
    const others = "notes:read notes:write".split(" ").filter((name) => name !== scope);
    const headers = api.authorize({ scope: others.join(" ") });
    const response = await api.app.inject({ method, url, headers });
    expect([response.statusCode, reason(response.json())]).toEqual([403, "scope_insufficient"]);
    expect(response.headers["www-authenticate"]).toContain(`scope="${scope}"`);
  });

  it.each([
    ["no text", {}],
    ["an empty text", { text: "" }],
    ["a text that is too long", { text: "x".repeat(1_001) }],
    ["a text that is an object", { text: {} }],
    ["an id that is no UUID", { text: "x", id: "1" }],
    ["no object", "text"],
  ])("refuses a body with %s", async (_name, payload) => {
    const headers = { ...api.authorize(), "content-type": "application/json" };
    const response = await api.app.inject({
      method: "POST",
      url: "/notes",
      headers,
      payload: JSON.stringify(payload),
    });
    expect([response.statusCode, reason(response.json())]).toEqual([400, "body_invalid"]);
  });

  it.each([
    ["broken JSON", "application/json", "{", 400, "body_invalid"],
    ["a form", "application/x-www-form-urlencoded", "text=a", 415, "body_invalid"],
    ["17 KiB", "application/json", JSON.stringify({ text: "x".repeat(17_408) }), 413, "body_too_large"],
  ])("refuses %s", async (_name, contentType, payload, status, expected) => {
    const headers = { ...api.authorize(), "content-type": contentType };
    const response = await api.app.inject({ method: "POST", url: "/notes", headers, payload });
    expect([response.statusCode, reason(response.json())]).toEqual([status, expected]);
  });

  it("answers 404 to an id that no note has", async () => {
    const response = await api.app.inject({ method: "DELETE", url: "/notes/1", headers: api.authorize() });
    expect([response.statusCode, reason(response.json())]).toEqual([404, "not_found"]);
  });
});

describe("/notes/all", () => {
  it("needs the role admin [notes-2]", async () => {
    const response = await api.app.inject({ url: "/notes/all", headers: api.authorize({ roles: ["user"] }) });
    expect([response.statusCode, reason(response.json())]).toEqual([403, "role_insufficient"]);
  });

  it("shows an admin everybody's notes", async () => {
    await post("a", { sub: "alice" });
    await post("b", { sub: "bob" });
    const response = await api.app.inject({
      url: "/notes/all",
      headers: api.authorize({ roles: ["admin"] }),
    });
    const users = response.json().users.map((entry: { user: string }) => entry.user);
    expect(users.sort()).toEqual(["alice", "bob"]);
  });
});

describe("/whoami", () => {
  it("says what the token says", async () => {
    const headers = api.authorize({ roles: ["admin"], scope: undefined, email: "not for here" });
    const response = await api.app.inject({ url: "/whoami", headers });
    expect(response.json()).toMatchObject({
      sub: "alice",
      client_id: "app",
      roles: ["admin"],
      iss: api.issuer,
      aud: "http://localhost:4001",
    });
    expect(response.json()).not.toHaveProperty("email");
  });
});

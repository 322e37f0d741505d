import { describe, expect, it } from "vitest";
import { createOpenIdClient, endMany, noticesOf } from "../support/back-channel.js";
import { createResources, createUser } from "../support/fixtures.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { sharedDatabase, testServer } from "../support/server.js";

const server = await testServer();
const databaseUrl = await sharedDatabase();
await createResources(server);
const user = await createUser(server);
const uri = "https://app.example.com/backchannel-logout";
const [notes, mail] = [await createOpenIdClient(server, uri), await createOpenIdClient(server, uri)];

const cli = (...args: string[]) => regrant(["logout-notices", ...args], { DATABASE_URL: databaseUrl });

describe("regrant logout-notices", () => {
  it("says so if there is nothing to tell", async () => {
    expect(json(await cli("list", "--json"))).toEqual({ logout_notices: [], more: false });
    expect((await cli("list")).stdout).toBe(
      "No matching notice: clients have been told of every ended session.\n",
    );
    expect((await cli("retry")).stdout).toBe("There is nothing to send.\n");
  });

  it("lists what clients have still to be told of, and what was given up", async () => {
    await endMany(notes, user, 2);
    await endMany(mail, user, 1);
    const [pending, failed] = await noticesOf(server, notes);
    await server.db.query(
      "update logout_notices set attempts = 28, next_attempt_at = null, last_problem = 'answered 500' where id = $1",
      [failed?.id],
    );
    await server.db.query(
      "insert into logout_pauses (client_id, failures, until) values ($1, 6, '2100-01-01T00:00:00Z')",
      [notes.clientId],
    );
    const listed = json(await cli("list", "--client", notes.clientId, "--json"));
    expect(listed).toEqual({
      logout_notices: [pending, failed].map((notice) => ({
        id: notice?.id,
        client_id: notes.clientId,
        user_id: user.id,
        session_id: notice?.session_id,
        reason: "logout",
        created_at: expect.stringMatching(/Z$/),
        attempts: notice === failed ? 28 : 0,
        next_attempt_at: notice === failed ? null : "2100-01-01T00:00:00.000Z",
        last_problem: notice === failed ? "answered 500" : null,
      })),
      more: false,
    });
    const table = (await cli("list", "--failed")).stdout.trimEnd().split("\n");
    expect(table).toHaveLength(2);
    expect(table[0]).toMatch(
      /^client_id +session_id +reason +created_at +attempts +next_attempt_at +last_problem$/,
    );
    expect(table[1]).toMatch(/ logout +\S+Z +28 +– +answered 500$/);
    expect(json(await cli("list", "--limit", "2", "--json"))).toMatchObject({ more: true });
    expect((await cli("list", "--limit", "2")).stdout).toContain("Showing the first 2; --limit shows more.");
  });

  it("has them sent now: a client's, or all, also those given up and during a pause", async () => {
    expect(json(await cli("retry", "--client", mail.clientId, "--json"))).toEqual({ retried: 1 });
    expect((await noticesOf(server, notes)).filter((notice) => notice.next_attempt_at === null)).toHaveLength(
      1,
    );
    const { stdout } = await cli("retry");
    expect(stdout).toMatch(/^3 to send\. The servers begin within a second or two/);
    for (const { next_attempt_at } of await noticesOf(server, notes))
      expect(next_attempt_at?.getTime()).toBeLessThanOrEqual(Date.now());
    const { rows } = await server.db.query("select from logout_pauses");
    expect(rows).toEqual([]);
  });

  it("names a client that does not exist", async () => {
    for (const command of ["list", "retry"])
      expectFailure(await cli(command, "--client", "nobody"), 1, /client nobody/);
  });
});

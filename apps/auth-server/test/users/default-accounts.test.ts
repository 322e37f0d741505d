import { expect, it } from "vitest";
import { testServer } from "../support/server.js";

it("A new installation has no account that nobody made [default-accounts-1]", async () => {
  const { db } = await testServer();
  const { rows } = await db.query("select email from users");
  expect(rows).toEqual([]);
});

import { describe, expect, it } from "vitest";
import { createPool } from "../../src/database/database.js";
import { cloneDatabase } from "../support/databases.js";
import { dumpSchema } from "../support/dump-schema.js";

describe("schema.sql", () => {
  it("is what the migrations add up to", async () => {
    const db = createPool(await cloneDatabase(), 1, () => {});
    try {
      await expect(await dumpSchema(db)).toMatchFileSnapshot("../../schema.sql");
    } finally {
      await db.end();
    }
  });
});

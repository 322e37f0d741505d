/**
 * One PostgreSQL for the whole run; its migrated database `regrant` is the template of all others.
 *
 * POSTGRES_PROGRAMS=/usr/lib/postgresql/15/bin uses that version instead of the npm package's.
 */
import { hash } from "@node-rs/argon2";
import { startThrowAwayPostgres } from "@regrant/dev-stack";
import type { TestProject } from "vitest/node";
import { createPool } from "../../src/database/database.js";
import { migrate } from "../../src/database/migrations.sql.js";
import { stageFirstKey } from "../../src/keys/rotation.js";
import { deriveSecrets, newSecret, parseSecrets } from "../../src/secrets.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The template. Nobody connects to it, because a database in use cannot be cloned. */
    templateUrl: string;
    /** The SECRETS that encrypt the template's signing key. */
    secrets: string;
    password: string;
    passwordHash: string;
  }
}

/** Argon2id at its cheapest: these tests are not about the cost of passwords. */
const cheap = { memoryCost: 8, timeCost: 1, parallelism: 1 };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { POSTGRES_PROGRAMS: programs } = process.env;
  const postgres = await startThrowAwayPostgres(programs ? { programs } : {});
  const secrets = `main:${newSecret()}`;
  const password = `correct horse ${newSecret()}`;
  await migrate(postgres.url, () => {});
  const db = createPool(postgres.url, 1, () => {});
  const parsed = parseSecrets(secrets);
  if (typeof parsed === "string") throw new Error(parsed);
  await stageFirstKey(db, deriveSecrets(parsed), new Date(), "operator:test");
  await db.end();
  project.provide("templateUrl", postgres.url);
  project.provide("secrets", secrets);
  project.provide("password", password);
  project.provide("passwordHash", await hash(password, cheap));
  return () => postgres.stop();
}

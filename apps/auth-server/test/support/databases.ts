/** A test file's own databases: cloned from the migrated template, dropped when the file is done. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { cleanUp } from "./clean-up.js";

/** Another database of the same PostgreSQL. */
export function urlOf(database: string): string {
  const url = new URL(inject("templateUrl"));
  url.pathname = `/${database}`;
  return url.href;
}

/** Run SQL as an operator would, outside the server's pool. */
export async function asOperator(sql: string, databaseUrl = urlOf("postgres")): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

const create = async (template: string): Promise<string> => {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asOperator(`create database ${name} template ${template}`);
  cleanUp(async () => void (await asOperator(`drop database ${name} with (force)`)));
  return urlOf(name);
};

/** A migrated database with its first signing key staged. @returns its URL */
export const cloneDatabase = (): Promise<string> => create(new URL(inject("templateUrl")).pathname.slice(1));

/** An empty database. @returns its URL */
export const emptyDatabase = (): Promise<string> => create("template0");

/** regrant logout-notices: shows which ended sessions clients have still to be told of, and has them told now. */
import { Command } from "commander";
import { readClient } from "../clients/clients.js";
import type { Pool } from "../database/database.js";
import { type ListedNotice, listNotices, retryNotices } from "../logout-notices/list.sql.js";
import { limit } from "./numbers.js";
import { printJson, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";

interface Options {
  client?: string;
  failed?: true;
  limit: number;
  json?: true;
}

/** For `retry`, which is one statement over all of them. */
const retryMs = 60_000;

export function logoutNoticesCommand(): Command {
  const command = new Command("logout-notices");
  const sub = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option("--client <client_id>", "of this client")
      .option("--json", "print one JSON object");
  sub("list", "list them, the oldest first; a client that has been told is not listed")
    .option("--failed", "only those given up, a day after the session ended")
    .option("--limit <count>", "maximum number, up to 500", limit, 50)
    .action(list);
  sub("retry", "have all sent now, also those given up: they get one more attempt").action(retry);
  return command;
}

async function list({ client, failed, limit, json }: Options): Promise<void> {
  const found = await withDatabase(async (db) => {
    await checkClient(db, client);
    return listNotices(db, { clientId: client, givenUp: failed }, limit + 1);
  });
  const notices = found.slice(0, limit).map(describe);
  const more = found.length > limit;
  if (json) return printJson({ logout_notices: notices, more });
  printTable(
    notices.map(({ id, user_id, ...row }) => row),
    "No matching notice: clients have been told of every ended session.",
  );
  if (more) console.log(`Showing the first ${limit}; --limit shows more.`);
}

const describe = (notice: ListedNotice) => ({
  id: notice.id,
  client_id: notice.clientId,
  user_id: notice.userId,
  session_id: notice.sessionId,
  reason: notice.reason,
  created_at: notice.createdAt.toISOString(),
  attempts: notice.attempts,
  next_attempt_at: notice.nextAttemptAt?.toISOString() ?? null,
  last_problem: notice.lastProblem,
});

async function retry({ client, json }: Options): Promise<void> {
  const count = await withDatabase(async (db) => {
    await checkClient(db, client);
    return retryNotices(db, client);
  }, retryMs);
  if (json) return printJson({ retried: count });
  console.log(
    count === 0
      ? "There is nothing to send."
      : `${count} to send. The servers begin within a second or two; regrant logout-notices list shows what is left.`,
  );
}

/** A misspelt client would look like one that has been told of everything. @throws {OAuthError} if there is none */
async function checkClient(db: Pool, clientId: string | undefined): Promise<void> {
  if (clientId !== undefined) await readClient(db, clientId);
}

/** regrant session: lists and ends sessions. */
import { Command } from "commander";
import {
  describeSession,
  endSession,
  endSessionsOf,
  readSession,
  type Whose,
} from "../admin/session-acts.js";
import { pageOf } from "../administration/act.js";
import type { Pool } from "../database/database.js";
import { listSessions } from "../sessions/list.sql.js";
import { CommandError } from "./command-error.js";
import { agree } from "./confirm.js";
import { findUserBy } from "./find-user.js";
import { limit } from "./numbers.js";
import { operatorAct } from "./operator.js";
import { printFields, printJson, printMembers, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";

interface Options {
  user?: string;
  client?: string;
  everyone?: true;
  open?: true;
  limit: number;
  yes?: true;
  json?: true;
}

export function sessionCommand(): Command {
  const command = new Command("session");
  const sub = (name: string, description: string) =>
    command.command(name).description(description).option("--json", "print one JSON object");
  sub("list", "list sessions, the one that expires last first")
    .option("--user <user>", "of this user (email address or id)")
    .option("--client <client_id>", "of this client")
    .option("--open", "open sessions only")
    .option("--limit <count>", "maximum number, up to 500", limit, 50)
    .action(list);
  sub("show", "show a session")
    .argument("<id>")
    .action(async (id: string, { json }: Options) => {
      const session = describeSession(await withDatabase((db) => readSession(db, checkId(id))));
      if (json) return printJson(session);
      printMembers(session);
    });
  sub("revoke", "end one session, or all sessions of a user, a client or everyone")
    .argument("[id]", "id of one session")
    .option("--user <user>", "all sessions and sign-ins of this user (email address or id)")
    .option("--client <client_id>", "all sessions of this client")
    .option("--everyone", "all sessions and sign-ins")
    .option("--yes", "do not ask")
    .action(revoke);
  return command;
}

async function list({ user, client, open, limit, json }: Options): Promise<void> {
  const page = await withDatabase(async (db) => {
    const userId = user === undefined ? undefined : (await findUserBy(db, user)).id;
    const filter = { userId, clientId: client, state: open && ("open" as const) };
    return pageOf(
      { limit },
      (after, most) => listSessions(db, filter, after, most),
      ({ key }) => key,
    );
  });
  const sessions = page.items.map(describeSession);
  if (json) return printJson({ sessions, more: page.nextCursor !== null });
  const rows = sessions.map((session) => ({
    id: session.id,
    user: session.email,
    client_id: session.client_id,
    state: session.revoke_reason ?? session.state,
    device: session.device,
    bound: session.jkt === null ? "no" : "to its key",
    address: session.last_address,
    last_used_at: session.last_used_at,
  }));
  printTable(rows, "No matching session.");
  if (page.nextCursor !== null) console.log(`Showing the first ${limit}; --limit shows more.`);
}

async function revoke(id: string | undefined, options: Options): Promise<void> {
  const { user, client, everyone, yes, json } = options;
  const said = [id, user, client, everyone].filter((value) => value !== undefined);
  if (said.length !== 1) {
    throw new CommandError("give exactly one of: a session id, --user, --client, --everyone", {
      exitCode: 2,
    });
  }
  await agree(questionFor(id, options), yes);
  const ended = await withDatabase(async (db) =>
    id === undefined
      ? endSessionsOf(db, await whoseOf(db, options), operatorAct())
      : {
          sessionsEnded: Number(await endSession(db, checkId(id), operatorAct())),
          signInsEnded: 0,
        },
  );
  const nothing = ended.sessionsEnded + ended.signInsEnded === 0;
  if (json) printJson({ sessions_ended: ended.sessionsEnded, sign_ins_ended: ended.signInsEnded });
  if (nothing) throw new CommandError(nothingEnded(id, options));
  if (json) return;
  printFields({
    "sessions ended": String(ended.sessionsEnded),
    "sign-ins ended": String(ended.signInsEnded),
  });
  console.log("Access tokens already issued stay valid until they expire, since APIs verify them offline.");
}

function questionFor(id: string | undefined, { user, client }: Options): string {
  if (id !== undefined) return `This ends session ${id}. Continue?`;
  if (user !== undefined) return `This signs out ${user} everywhere. Continue?`;
  return client !== undefined
    ? `This signs out everyone who uses ${client}. Continue?`
    : "This signs out everyone, everywhere. Continue?";
}

function nothingEnded(id: string | undefined, { user, client }: Options): string {
  if (id !== undefined) return `nothing to end: session ${id} has already ended`;
  if (user !== undefined) return `nothing to end: ${user} has no open session and no browser signed in`;
  return client !== undefined
    ? `nothing to end: ${client} has no open session`
    : "nothing to end: no session is open and no browser is signed in";
}

async function whoseOf(db: Pool, { user, client }: Options): Promise<Whose> {
  if (user !== undefined) return { user: (await findUserBy(db, user)).id };
  return client === undefined ? { everyone: true } : { client };
}

/** @throws {CommandError} if it is not a session id */
function checkId(id: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw new CommandError(`"${id}" is not a session id; see: regrant session list`, { exitCode: 2 });
}

/** regrant session: who is signed in where, and the end of it. */
import { Command } from "commander";
import { pageOf } from "../administration/act.js";
import {
  describeSession,
  endSession,
  endSessionsOf,
  readSession,
  type Whose,
} from "../administration/sessions.js";
import { listSessions } from "../sessions/list.sql.js";
import type { Pool } from "../store/database.js";
import { agree } from "./agree.js";
import { CommandError } from "./command-error.js";
import { findUserBy } from "./find-user.js";
import { limit } from "./numbers.js";
import { operatorAct } from "./operator-act.js";
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
  const command = new Command("session").description("who is signed in where, and the end of it");
  const sub = (name: string, description: string) =>
    command.command(name).description(description).option("--json", "print one JSON object");
  sub("list", "list sessions, the one that ends last first")
    .option("--user <user>", "of this user: e-mail address or id")
    .option("--client <client_id>", "through this application")
    .option("--open", "only those that are open")
    .option("--limit <count>", "at most so many, up to 500", limit, 50)
    .action(list);
  sub("show", "show a session")
    .argument("<id>")
    .action(async (id: string, { json }: Options) => {
      const session = describeSession(await withDatabase((db) => readSession(db, checkId(id))));
      if (json) return printJson(session);
      printMembers(session);
    });
  sub("revoke", "end a session, or all of a user's, of an application's, or everyone's")
    .argument("[id]", "one session")
    .option("--user <user>", "all of this user's, with the sign-ins: e-mail address or id")
    .option("--client <client_id>", "all through this application")
    .option("--everyone", "all there are, with all sign-ins")
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
    address: session.last_address,
    last_used_at: session.last_used_at,
  }));
  printTable(rows, "There is no such session.");
  if (page.nextCursor !== null) console.log(`These are the first ${limit}; --limit shows more.`);
}

async function revoke(id: string | undefined, options: Options): Promise<void> {
  const { user, client, everyone, yes, json } = options;
  const said = [id, user, client, everyone].filter((value) => value !== undefined);
  if (said.length !== 1) {
    throw new CommandError("say exactly one: a session's id, --user, --client or --everyone", {
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
  if (json) return printJson({ sessions_ended: ended.sessionsEnded, sign_ins_ended: ended.signInsEnded });
  printFields({
    "sessions ended": String(ended.sessionsEnded),
    "sign-ins ended": String(ended.signInsEnded),
  });
  console.log("Access tokens that are out live on until they expire, since APIs check them offline.");
}

function questionFor(id: string | undefined, { user, client }: Options): string {
  if (id !== undefined) return `The session ${id} ends. Go on?`;
  if (user !== undefined) return `${user} is signed out everywhere. Go on?`;
  return client !== undefined
    ? `Everyone who is signed in through ${client} is signed out. Go on?`
    : "Everyone is signed out of everything. Go on?";
}

async function whoseOf(db: Pool, { user, client }: Options): Promise<Whose> {
  if (user !== undefined) return { user: (await findUserBy(db, user)).id };
  return client === undefined ? { everyone: true } : { client };
}

/** @throws {CommandError} where it is not the id of a session */
function checkId(id: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw new CommandError(`"${id}" is not a session's id; see: regrant session list`, { exitCode: 2 });
}

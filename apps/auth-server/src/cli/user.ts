/** regrant user: the people who sign in. */
import { isUtf8 } from "node:buffer";
import { buffer } from "node:stream/consumers";
import { Command } from "commander";
import { checkInput } from "../administration/faults.js";
import {
  addUser,
  changeUser,
  checkUser,
  describeUser,
  disableUser,
  enableUser,
  NewUserBody,
} from "../administration/users.js";
import { hashPassword } from "../passwords.js";
import { listUsers, type User } from "../users/users.sql.js";
import { agree } from "./agree.js";
import { askPassword } from "./ask-password.js";
import { CommandError } from "./command-error.js";
import { findUserBy } from "./find-user.js";
import { operatorAct } from "./operator-act.js";
import { collect, printJson, printMembers, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";

interface Options {
  role?: string[];
  email?: string;
  passwordStdin?: true;
  yes?: true;
  json?: true;
}

const who = ["<user>", "e-mail address or id"] as const;

export function userCommand(): Command {
  const command = new Command("user").description("the people who sign in");
  const sub = (name: string, description: string) =>
    command.command(name).description(description).option("--json", "print one JSON object");
  const withPassword = (command: Command) =>
    command.option(
      "--password-stdin",
      "read the password from standard input (one newline at its end is dropped)",
    );
  withPassword(sub("create", "add a user; asks for the password on a terminal"))
    .argument("<email>", "the name to sign in with")
    .option("--role <role>", "a role, which goes into the tokens; repeat for more", collect)
    .action(createUser);
  sub("list", "list the users").action(list);
  sub("show", "show a user")
    .argument(...who)
    .action(async (named: string, { json }: Options) =>
      print(await withDatabase((db) => findUserBy(db, named)), json),
    );
  sub("update", "change a user's e-mail address or roles; tokens have the roles from the next refresh on")
    .argument(...who)
    .option("--email <email>", "the name to sign in with from now on")
    .option("--role <role>", 'a role, in place of those before; repeat for more, "" for none', collect)
    .action(updateUser);
  withPassword(sub("password", "set a new password; ends the user's sessions and sign-ins"))
    .argument(...who)
    .action(setPassword);
  sub("disable", "shut a user out: sign-ins and sessions end at once")
    .argument(...who)
    .option("--yes", "do not ask")
    .action(disable);
  sub("enable", "let a disabled user in again")
    .argument(...who)
    .action(async (named: string, { json }: Options) => {
      const user = await withDatabase(async (db) =>
        enableUser(db, (await findUserBy(db, named)).id, operatorAct()),
      );
      print(user, json, "Enabled the user.");
    });
  return command;
}

async function createUser(email: string, { role, passwordStdin, json }: Options): Promise<void> {
  const roles = rolesOf(role) ?? [];
  // What is wrong without a password is told before one is asked for.
  checkUser({ email, roles });
  const body = { email, roles, password: await readPassword(passwordStdin) };
  checkInput(NewUserBody, body);
  print(await withDatabase((db) => addUser(db, body, operatorAct(), hashPassword)), json, "Added the user.");
}

async function updateUser(named: string, { role, email, json }: Options): Promise<void> {
  const roles = rolesOf(role);
  const changes = { ...(email !== undefined && { email }), ...(roles && { roles }) };
  checkUser(changes);
  const user = await withDatabase(async (db) =>
    changeUser(db, (await findUserBy(db, named)).id, changes, operatorAct(), hashPassword),
  );
  print(user, json, "Changed the user.");
}

async function setPassword(named: string, { passwordStdin, json }: Options): Promise<void> {
  const changes = { password: await readPassword(passwordStdin) };
  checkUser(changes);
  const user = await withDatabase(async (db) =>
    changeUser(db, (await findUserBy(db, named)).id, changes, operatorAct(), hashPassword),
  );
  print(user, json, "Set the password; the user's sessions and sign-ins have ended.");
}

async function disable(named: string, { yes, json }: Options): Promise<void> {
  await agree(`${named} is signed out everywhere and cannot sign in. Go on?`, yes);
  const { item, sessionsEnded } = await withDatabase(async (db) =>
    disableUser(db, (await findUserBy(db, named)).id, operatorAct()),
  );
  if (json) return printJson({ ...describeUser(item), sessions_ended: sessionsEnded });
  console.log(`Disabled the user; sessions ended: ${sessionsEnded}.`);
}

async function list({ json }: Options): Promise<void> {
  const users = (await withDatabase(listUsers)).map(describeUser);
  if (json) return printJson({ users });
  printTable(
    users.map(({ roles, ...user }) => ({ ...user, roles: roles.join(" ") })),
    "There is no user. Add one: regrant user create <email>",
  );
}

function print(user: User, json: true | undefined, done?: string) {
  if (json) return printJson(describeUser(user));
  if (done !== undefined) console.log(done);
  printMembers(describeUser(user));
}

/** One empty name is an empty list. */
const rolesOf = (role: string[] | undefined) => role && [...new Set(role.filter(Boolean))];

async function readPassword(passwordStdin: true | undefined): Promise<string> {
  if (!passwordStdin) return askPassword();
  const bytes = await buffer(process.stdin);
  // Read as something else, it would be another password than the one that the user types.
  if (!isUtf8(bytes)) throw new CommandError("the password on standard input is not UTF-8", { exitCode: 2 });
  return bytes
    .toString()
    .replace(/^\uFEFF/, "")
    .replace(/\r?\n$/, "");
}

/** regrant user: manages the people who sign in. */
import { isUtf8 } from "node:buffer";
import { buffer } from "node:stream/consumers";
import { Command } from "commander";
import { checkInput } from "../administration/faults.js";
import { readConfig } from "../config.js";
import { sendPasswordReset } from "../mailed-links/password-reset.js";
import { deriveSecrets } from "../secrets.js";
import { hashPassword } from "../users/hash-password.js";
import {
  addUser,
  changeUser,
  checkUser,
  deleteUser,
  describeUser,
  disableUser,
  enableUser,
  NewUserBody,
} from "../users/users.js";
import { listUsers, type User } from "../users/users.sql.js";
import { askPassword } from "./ask-password.js";
import { claimHelp, claimLines, claimsSaid } from "./claims.js";
import { CommandError } from "./command-error.js";
import { agree } from "./confirm.js";
import { agreeToDelete, printDeleted } from "./deletion.js";
import { findUserBy } from "./find-user.js";
import { invitations, inviteUser, uninvite } from "./invitation.js";
import { operatorAct } from "./operator.js";
import { collect, printJson, printMembers, printTable } from "./output.js";
import { rolesOf } from "./roles.js";
import { addFactorCommands } from "./user-factors.js";
import { withDatabase } from "./with-database.js";

interface Options {
  role?: string[];
  claim?: string[];
  email?: string;
  passwordStdin?: true;
  yes?: true;
  json?: true;
}

const who = ["<user>", "email address or id"] as const;

export function userCommand(): Command {
  const command = new Command("user");
  const sub = (name: string, description: string) =>
    command.command(name).description(description).option("--json", "print one JSON object");
  const withPassword = (command: Command) =>
    command.option("--password-stdin", "read the password from standard input; drops one trailing newline");
  withPassword(sub("create", "add a user; prompts for the password"))
    .argument("<email>", "email address to sign in with")
    .option("--role <role>", "role, included in tokens (repeatable)", collect)
    .option("--claim <name=value>", claimHelp, collect)
    .action(createUser);
  sub("invite", "mail somebody a link to make their own account, good for 7 days; replaces an earlier one")
    .argument("<email>", "email address that the account gets")
    .option("--role <role>", "role that the account gets (repeatable)", collect)
    .option("--claim <name=value>", claimHelp, collect)
    .action(inviteUser);
  sub("invitations", "list the invitations that are open").action(invitations);
  sub("uninvite", "withdraw an invitation: its link no longer works")
    .argument("<invitation>", "email address or id of the invitation")
    .action(uninvite);
  sub("list", "list the users").action(list);
  sub("show", "show a user")
    .argument(...who)
    .action(async (named: string, { json }: Options) =>
      print(await withDatabase((db) => findUserBy(db, named)), json),
    );
  sub("update", "change a user's email address, roles or claims; roles take effect at the next refresh")
    .argument(...who)
    .option("--email <email>", "new email address to sign in with")
    .option("--role <role>", 'role; replaces the current roles (repeatable; "" for none)', collect)
    .option("--claim <name=value>", claimHelp, collect)
    .action(updateUser);
  withPassword(sub("password", "set a new password; ends the user's sessions and sign-ins"))
    .argument(...who)
    .action(setPassword);
  sub("send-reset", "mail the user a link to set a new password; nothing ends until it is set")
    .argument(...who)
    .action(sendReset);
  sub("disable", "lock a user out; ends sign-ins and sessions at once")
    .argument(...who)
    .option("--yes", "do not ask")
    .action(disable);
  sub("delete", "delete a user with their sessions, sign-ins and consents")
    .argument(...who)
    .option("--yes", "do not ask")
    .action(deleteOne);
  addFactorCommands(command);
  sub("enable", "let a disabled user sign in again; cancels a deletion that the user asked for")
    .argument(...who)
    .action(async (named: string, { json }: Options) => {
      const user = await withDatabase(async (db) =>
        enableUser(db, (await findUserBy(db, named)).id, operatorAct()),
      );
      print(user, json, "Enabled the user.");
    });
  return command;
}

async function createUser(email: string, { role, claim, passwordStdin, json }: Options): Promise<void> {
  const said = { email, roles: rolesOf(role) ?? [], ...(claim && { claims: claimsSaid(claim) }) };
  // Report other mistakes before asking for a password.
  checkUser(said);
  const body = { ...said, password: await readPassword(passwordStdin) };
  checkInput(NewUserBody, body);
  print(await withDatabase((db) => addUser(db, body, operatorAct(), hashPassword)), json, "Added the user.");
}

async function updateUser(named: string, { role, claim, email, json }: Options): Promise<void> {
  const roles = rolesOf(role);
  const changes = {
    ...(email !== undefined && { email }),
    ...(roles && { roles }),
    ...(claim && { claims: claimsSaid(claim) }),
  };
  checkUser(changes);
  const user = await withDatabase(async (db) =>
    changeUser(db, (await findUserBy(db, named)).id, changes, operatorAct(), hashPassword),
  );
  print(user, json, "Updated the user.");
}

async function setPassword(named: string, { passwordStdin, json }: Options): Promise<void> {
  const changes = { password: await readPassword(passwordStdin) };
  checkUser(changes);
  const user = await withDatabase(async (db) =>
    changeUser(db, (await findUserBy(db, named)).id, changes, operatorAct(), hashPassword),
  );
  print(user, json, "Set the password and ended the user's sessions and sign-ins.");
}

async function sendReset(named: string, { json }: Options): Promise<void> {
  const config = readConfig(process.env);
  const secrets = deriveSecrets(config.secrets);
  const user = await withDatabase(async (db) =>
    sendPasswordReset({ db, secrets, config }, (await findUserBy(db, named)).id, operatorAct()),
  );
  if (json) return printJson({ sent_to: user.email });
  console.log(`The server mails ${user.email} a link to set a new password.`);
}

async function disable(named: string, { yes, json }: Options): Promise<void> {
  await agree(`This signs out ${named} everywhere and prevents signing in. Continue?`, yes);
  const { item, sessionsEnded } = await withDatabase(async (db) =>
    disableUser(db, (await findUserBy(db, named)).id, operatorAct()),
  );
  if (json) return printJson({ ...describeUser(item), sessions_ended: sessionsEnded });
  console.log(`Disabled the user. Sessions ended: ${sessionsEnded}.`);
}

async function deleteOne(named: string, { yes, json }: Options): Promise<void> {
  await withDatabase(async (db) => {
    const user = await findUserBy(db, named);
    const what = `the user ${user.email}`;
    await agreeToDelete(db, what, { userId: user.id }, yes);
    printDeleted(what, describeUser(user), await deleteUser(db, user.id, operatorAct()), json);
  });
}

async function list({ json }: Options): Promise<void> {
  const users = (await withDatabase(listUsers)).map(describeUser);
  if (json) return printJson({ users });
  printTable(
    users.map(({ roles, claims: _, ...user }) => ({ ...user, roles: roles.join(" ") })),
    "There are no users. To add one: regrant user create <email>",
  );
}

function print(user: User, json: true | undefined, done?: string) {
  if (json) return printJson(describeUser(user));
  if (done !== undefined) console.log(done);
  const { claims, ...members } = describeUser(user);
  printMembers({ ...members, ...claimLines(claims) });
}

async function readPassword(passwordStdin: true | undefined): Promise<string> {
  if (!passwordStdin) return askPassword();
  const bytes = await buffer(process.stdin);
  // Decoded as another encoding, it would differ from the password that the user types.
  if (!isUtf8(bytes)) throw new CommandError("the password on standard input is not UTF-8", { exitCode: 2 });
  return bytes
    .toString()
    .replace(/^\uFEFF/, "")
    .replace(/\r?\n$/, "");
}

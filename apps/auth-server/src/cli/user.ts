/** regrant user: the people who sign in. */
import { text } from "node:stream/consumers";
import { Command } from "commander";
import { hashPassword, maxPasswordLength } from "../passwords.js";
import { insertUser, listUsers, type User } from "../store/users.js";
import { askPassword } from "./ask-password.js";
import { brokenConstraint, CommandError } from "./command-error.js";
import { collect, printFields, printJson, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";

interface CreateOptions {
  role: string[];
  passwordStdin?: true;
  json?: true;
}

export function userCommand(): Command {
  const command = new Command("user").description("the people who sign in");
  command
    .command("create")
    .description("add a user; asks for the password on a terminal")
    .argument("<email>", "the name to sign in with")
    .option("--role <role>", "a role, which goes into the tokens; repeat for more", collect, [])
    .option("--password-stdin", "read the password from standard input (one newline at its end is dropped)")
    .option("--json", "print one JSON object")
    .action(createUser);
  command
    .command("list")
    .description("list the users")
    .option("--json", "print one JSON object")
    .action(async ({ json }: { json?: true }) => {
      const users = (await withDatabase(listUsers)).map(describe);
      if (json) return printJson({ users });
      printTable(
        users.map(({ roles, ...user }) => ({ ...user, roles: roles.join(" ") })),
        "There is no user. Add one: regrant user create <email>",
      );
    });
  return command;
}

async function createUser(email: string, { role, passwordStdin, json }: CreateOptions): Promise<void> {
  if (!/^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}]{1,255}$/u.test(email)) {
    throw new CommandError(`"${email}" is not an e-mail address`, { exitCode: 2 });
  }
  const wrongRole = role.find((name) => !/^[\x21-\x7e]{1,64}$/.test(name));
  if (wrongRole !== undefined) {
    throw new CommandError(`"${wrongRole}" is not a role: 1 to 64 printable characters without spaces`, {
      exitCode: 2,
    });
  }
  const password = checkPassword(passwordStdin ? await readStdin() : await askPassword());
  const passwordHash = await hashPassword(password);
  const user = await withDatabase((db) =>
    insertUser(db, { email, passwordHash, roles: [...new Set(role)] }),
  ).catch((cause: unknown) => {
    if (brokenConstraint(cause) !== "users_email") throw cause;
    throw new CommandError(`there is a user ${email} already; see: regrant user list`, { cause });
  });
  if (json) return printJson(describe(user));
  console.log("Added the user.");
  printFields({ id: user.id, email, roles: user.roles.join(" ") || "–" });
}

const readStdin = async (): Promise<string> => (await text(process.stdin)).replace(/\r?\n$/, "");

/** NIST SP 800-63B §3.1.1.2: at least 8 characters; no rule on which. */
function checkPassword(password: string): string {
  if (password.length >= 8 && password.length <= maxPasswordLength) return password;
  throw new CommandError(`the password has to have 8 to ${maxPasswordLength} characters`, { exitCode: 2 });
}

const describe = ({ id, email, roles, disabledAt }: User) => ({
  id,
  email,
  roles,
  disabled: disabledAt !== null,
});

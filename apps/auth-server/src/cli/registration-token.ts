/** regrant registration-token: manages initial access tokens, with which clients register themselves. */
import { Command } from "commander";
import { Type } from "typebox";
import { checkInput } from "../administration/faults.js";
import { shortText } from "../administration/settings.js";
import {
  createRegistrationToken,
  describeRegistrationToken,
  revokeRegistrationToken,
} from "../clients/registration-tokens.js";
import { listRegistrationTokens } from "../clients/registration-tokens.sql.js";
import { agree } from "./confirm.js";
import { duration, wholeNumber } from "./numbers.js";
import { operatorAct } from "./operator.js";
import { printJson, printMembers, printTable, shownOnce } from "./output.js";
import { withDatabase } from "./with-database.js";

const Named = Type.Object({ name: Type.String(shortText("for the list")) });

interface Options {
  name: string;
  uses: number | "unlimited";
  expiresIn: number;
  yes?: true;
  json?: true;
}

export function registrationTokenCommand(): Command {
  const command = new Command("registration-token");
  const sub = (name: string, description: string) =>
    command.command(name).description(description).option("--json", "print one JSON object");
  sub("create", "create a token and show it once")
    .requiredOption("--name <name>", "what it is for; revoke takes it")
    .option(
      "--uses <count>",
      "how many clients may register with it, or unlimited",
      wholeNumber(1, 1_000_000, "unlimited"),
      1,
    )
    .option("--expires-in <duration>", "such as 30m, 12h or 7d, up to 365d", duration(365), 7 * 86_400)
    .action(create);
  sub("list", "list the tokens, without what they are").action(list);
  sub("revoke", "delete a token; clients that registered with it stay")
    .argument("<name>")
    .option("--yes", "do not ask")
    .action(revoke);
  return command;
}

async function create({ name, uses, expiresIn, json }: Options): Promise<void> {
  const asked = { name, seconds: expiresIn, uses: uses === "unlimited" ? null : uses };
  checkInput(Named, { name });
  const { item, secret } = await withDatabase((db) => createRegistrationToken(db, asked, operatorAct()));
  if (json) return printJson({ ...describeRegistrationToken(item), token: secret });
  console.log("Created a registration token.");
  printMembers(describeRegistrationToken(item), { token: shownOnce(secret) });
}

async function list({ json }: Options): Promise<void> {
  const tokens = (await withDatabase(listRegistrationTokens)).map(describeRegistrationToken);
  if (json) return printJson({ registration_tokens: tokens });
  printTable(
    tokens.map((token) => ({ ...token, uses_left: token.uses_left ?? "unlimited" })),
    "There are no registration tokens. To create one: regrant registration-token create --name <name>",
  );
}

async function revoke(name: string, { yes, json }: Options): Promise<void> {
  await agree(`Nobody can register with the token ${name} any more. Continue?`, yes);
  await withDatabase((db) => revokeRegistrationToken(db, name, operatorAct()));
  if (json) return printJson({ revoked: name });
  console.log(`Revoked the registration token ${name}.`);
}

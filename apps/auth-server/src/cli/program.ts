/** The commands and their words. Each noun is a file beside this. */
import { Command } from "commander";
import { auditCommand } from "./audit.js";
import { clientCommand } from "./client.js";
import { doctorCommand } from "./doctor.js";
import { explainCommand } from "./explain.js";
import { keyCommand } from "./key.js";
import { migrateCommand } from "./migrate.js";
import { purgeCommand } from "./purge.js";
import { resourceCommand } from "./resource.js";
import { secretCommand } from "./secret.js";
import { sessionCommand } from "./session.js";
import { userCommand } from "./user.js";

export function createProgram(): Command {
  const program = new Command("regrant")
    .description("Run a Regrant authorization server: its database, clients, users, resources and sessions.")
    .addCommand(migrateCommand())
    .addCommand(resourceCommand())
    .addCommand(clientCommand())
    .addCommand(userCommand())
    .addCommand(keyCommand())
    .addCommand(secretCommand())
    .addCommand(doctorCommand())
    .addCommand(explainCommand())
    .addCommand(auditCommand())
    .addCommand(purgeCommand())
    .addCommand(sessionCommand())
    .addHelpText(
      "after",
      `
A first setup, in order:
  regrant secret init --into .env          (then set DATABASE_URL there, and load it)
  regrant migrate
  regrant resource create https://notes.example.com --scope notes:read --scope notes:write
  regrant client create --name "Notes job" --grant client_credentials \\
      --scope notes:read --resource https://notes.example.com
  regrant user create ada@example.com --role admin

Settings: DATABASE_URL says which database; migrate, key and secret rewrap also need SECRETS.
With --json each command prints one JSON object on stdout and nothing else (audit tail --follow: one for each event).
Exit codes: 0 done, 1 could not be done, 2 the command was not understood.`,
    );
  for (const command of everyCommand(program))
    command.exitOverride().showHelpAfterError("(--help shows how)");
  return program;
}

const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];

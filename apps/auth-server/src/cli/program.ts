/** The commands and their words. Each noun is a file beside this. */
import { readFileSync } from "node:fs";
import { Command } from "commander";

/** Only the one that is asked for is loaded: what some of them need takes longer to load than others to run. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  migrate: async () => (await import("./migrate.js")).migrateCommand(),
  serve: async () => (await import("./serve.js")).serveCommand(),
  resource: async () => (await import("./resource.js")).resourceCommand(),
  client: async () => (await import("./client.js")).clientCommand(),
  user: async () => (await import("./user.js")).userCommand(),
  session: async () => (await import("./session.js")).sessionCommand(),
  key: async () => (await import("./key.js")).keyCommand(),
  secret: async () => (await import("./secret.js")).secretCommand(),
  audit: async () => (await import("./audit.js")).auditCommand(),
  purge: async () => (await import("./purge.js")).purgeCommand(),
  doctor: async () => (await import("./doctor.js")).doctorCommand(),
  explain: async () => (await import("./explain.js")).explainCommand(),
};

/** @param asked the first argument; all commands are known where it names none of them */
export async function createProgram(asked: string | undefined): Promise<Command> {
  const one = asked !== undefined && Object.hasOwn(commands, asked) ? commands[asked] : undefined;
  const loads = one === undefined ? Object.values(commands) : [one];
  const program = new Command("regrant")
    .description("Run a Regrant authorization server: its database, clients, users, resources and sessions.")
    .version(readVersion());
  for (const load of loads) program.addCommand(await load());
  program.addHelpText(
    "after",
    `
A first setup, in order:
  regrant secret init --into .env          (then set DATABASE_URL there, and load it)
  regrant migrate
  regrant serve                            (in another terminal, or as a service)
  regrant resource create https://notes.example.com --scope notes:read --scope notes:write
  regrant client create --name "Notes job" --grant client_credentials \\
      --scope notes:read --resource https://notes.example.com
  regrant user create ada@example.com --role admin

Settings: DATABASE_URL says which database; migrate, serve, key and secret rewrap also need SECRETS.
With --json each command prints one JSON object on stdout and nothing else (audit tail --follow: one for each event).
Exit codes: 0 done, 1 could not be done, 2 the command was not understood.`,
  );
  for (const command of everyCommand(program))
    command.exitOverride().showHelpAfterError("(--help shows how)");
  return program;
}

const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];

const readVersion = (): string =>
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;

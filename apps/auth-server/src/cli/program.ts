/** The commands; each has a file of its own beside this one. */
import { readFileSync } from "node:fs";
import { Command } from "commander";

/** Only the requested command is loaded: the imports of some take longer to load than others take to run. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  migrate: async () => (await import("./migrate.js")).migrateCommand(),
  serve: async () => (await import("./serve.js")).serveCommand(),
  resource: async () => (await import("./resource.js")).resourceCommand(),
  client: async () => (await import("./client.js")).clientCommand(),
  "registration-token": async () => (await import("./registration-token.js")).registrationTokenCommand(),
  user: async () => (await import("./user.js")).userCommand(),
  provider: async () => (await import("./provider.js")).providerCommand(),
  trust: async () => (await import("./trust.js")).trustCommand(),
  session: async () => (await import("./session.js")).sessionCommand(),
  "logout-notices": async () => (await import("./logout-notices.js")).logoutNoticesCommand(),
  mail: async () => (await import("./mail.js")).mailCommand(),
  key: async () => (await import("./key.js")).keyCommand(),
  secret: async () => (await import("./secret.js")).secretCommand(),
  audit: async () => (await import("./audit.js")).auditCommand(),
  purge: async () => (await import("./purge.js")).purgeCommand(),
  doctor: async () => (await import("./doctor.js")).doctorCommand(),
  explain: async () => (await import("./explain.js")).explainCommand(),
};

/** @param asked the first argument; if it names no command, all are loaded */
export async function createProgram(asked: string | undefined): Promise<Command> {
  const one = asked !== undefined && Object.hasOwn(commands, asked) ? commands[asked] : undefined;
  const loads = one === undefined ? Object.values(commands) : [one];
  const program = new Command("regrant")
    .description(
      "Operate a Regrant authorization server: its database, clients, users, resources, sessions and keys.",
    )
    .version(readVersion());
  for (const load of loads) program.addCommand(await load());
  program.addHelpText(
    "after",
    `
First setup:
  regrant secret init --into .env          (then add DATABASE_URL to it and load it)
  regrant migrate
  regrant serve                            (in another terminal, or as a service)
  regrant resource create https://notes.example.com --scope notes:read --scope notes:write
  regrant client create --name "Notes job" --grant client_credentials \\
      --scope notes:read --resource https://notes.example.com
  regrant user create ada@example.com --role admin

Settings come from the environment. Every command needs DATABASE_URL; migrate, serve, key, secret rewrap and provider secrets also need SECRETS.
With --json, a command prints one JSON object on stdout and nothing else (audit tail --follow: one per event).
Exit codes: 0 success, 1 failure, 2 wrong usage.`,
  );
  for (const command of everyCommand(program)) command.exitOverride().showHelpAfterError("(see --help)");
  return program;
}

const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];

const readVersion = (): string =>
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;

/** The commands; each has a file of its own beside this one. */
import { readFileSync } from "node:fs";
import { Command } from "commander";

/** What `--help` lists is here. A command is loaded when it is asked for: that takes longer than to run it. */
const commands: Readonly<
  Record<string, { readonly description: string; readonly load: () => Promise<Command> }>
> = {
  migrate: {
    description: "update the database schema to this version, and create the first signing key",
    load: async () => (await import("./migrate.js")).migrateCommand(),
  },
  serve: {
    description: "start the server; reads its settings from the environment",
    load: async () => (await import("./serve.js")).serveCommand(),
  },
  resource: {
    description: "manage resources, the APIs that access tokens are for",
    load: async () => (await import("./resource.js")).resourceCommand(),
  },
  client: {
    description: "manage clients, the applications that request tokens",
    load: async () => (await import("./client.js")).clientCommand(),
  },
  "registration-token": {
    description: "manage initial access tokens, with which clients register themselves (REGISTRATION=token)",
    load: async () => (await import("./registration-token.js")).registrationTokenCommand(),
  },
  user: {
    description: "manage users, the people who sign in",
    load: async () => (await import("./user.js")).userCommand(),
  },
  provider: {
    description: "manage other OpenID providers that people may sign in with",
    load: async () => (await import("./provider.js")).providerCommand(),
  },
  trust: {
    description:
      "manage trusted issuers, whose assertions become access tokens: workloads' identity tokens, and ID-JAGs",
    load: async () => (await import("./trust.js")).trustCommand(),
  },
  session: {
    description: "list and end sessions",
    load: async () => (await import("./session.js")).sessionCommand(),
  },
  "logout-notices": {
    description: "list the ended sessions that clients have still to be told of, and tell them now",
    load: async () => (await import("./logout-notices.js")).logoutNoticesCommand(),
  },
  mail: {
    description: "list the mails that have still to be sent, and send them",
    load: async () => (await import("./mail.js")).mailCommand(),
  },
  key: {
    description: "manage the keys that sign tokens",
    load: async () => (await import("./key.js")).keyCommand(),
  },
  secret: {
    description: "manage SECRETS, which protects refresh tokens, signing keys and authenticator apps",
    load: async () => (await import("./secret.js")).secretCommand(),
  },
  audit: {
    description: "show the audit log: sign-ins, refusals, ended sessions, changes",
    load: async () => (await import("./audit.js")).auditCommand(),
  },
  purge: {
    description: "remove expired data now, as the server does on schedule",
    load: async () => (await import("./purge.js")).purgeCommand(),
  },
  doctor: {
    description: "check settings, database, keys, issuer and clients; changes nothing",
    load: async () => (await import("./doctor.js")).doctorCommand(),
  },
  explain: {
    description:
      "say what a token, secret, id or email address is, and whether and why it works or not; changes nothing",
    load: async () => (await import("./explain.js")).explainCommand(),
  },
};

/** @param args the command line; only the command that it names first is loaded, of the others there is the name */
export async function createProgram(args: readonly string[]): Promise<Command> {
  const asked = args.find((arg) => Object.hasOwn(commands, arg));
  const program = new Command("regrant")
    .description(
      "Operate a Regrant authorization server: its database, clients, users, resources, sessions and keys.",
    )
    .version(readVersion());
  for (const [name, { description, load }] of Object.entries(commands)) {
    const command = name === asked ? await load() : new Command(name);
    program.addCommand(command.description(description));
  }
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

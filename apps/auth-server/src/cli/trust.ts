/** regrant trust: manages issuers whose assertions become access tokens. */
import { Command } from "commander";
import { checkInput } from "../administration/faults.js";
import type { PublicKeys } from "../assertions/public-keys.js";
import { readIssuer } from "../config.js";
import type { Rule } from "../trusted-issuers/rules.js";
import { trustedIssuerSettings } from "../trusted-issuers/settings.js";
import {
  changeableSettings,
  changeTrustedIssuer,
  deleteTrustedIssuer,
  describeTrustedIssuer,
  disableTrustedIssuer,
  enableTrustedIssuer,
  NewTrustedIssuerBody,
  readTrustedIssuer,
  TrustedIssuerChanges,
  trustIssuer,
} from "../trusted-issuers/trusted-issuers.js";
import { listTrustedIssuers, type TrustedIssuer } from "../trusted-issuers/trusted-issuers.sql.js";
import { CommandError } from "./command-error.js";
import { agree } from "./confirm.js";
import { readKeySet } from "./key-set-file.js";
import { operatorAct } from "./operator.js";
import { collect, printJson, printMembers, printTable } from "./output.js";
import { membersSaid, type Said, withSettings } from "./setting-options.js";
import { withDatabase } from "./with-database.js";

interface Options {
  jwksFile?: string;
  yes?: true;
  json?: true;
}

interface RuleOptions {
  client: string;
  claim: string[];
  resource?: string;
  scope?: string[];
  json?: true;
}

export function trustCommand(): Command {
  const command = new Command("trust");
  const sub = (name: string, description: string) =>
    command.command(name).description(description).option("--json", "print one JSON object");
  const withKeys = (command: Command) =>
    command.option(
      "--jwks-file <path>",
      "its public keys, if it does not publish them: a file with a JWK Set",
    );
  withKeys(withSettings(sub("create", "trust an issuer"), trustedIssuerSettings, "create"))
    .argument("<id>", "what to call it, such as github")
    .action(create);
  sub("list", "list the trusted issuers").action(list);
  sub("show", "show a trusted issuer's settings and rules")
    .argument("<id>")
    .action(async (id: string, { json }: Options) =>
      print(await withDatabase((db) => readTrustedIssuer(db, id)), json),
    );
  withKeys(
    withSettings(
      sub("update", "change the settings given; a list replaces the current one"),
      changeableSettings,
      "change",
    ),
  )
    .argument("<id>")
    .action(update);
  sub("allow", "let workloads act as a client; replaces the rule with the same name")
    .argument("<id>", "what the trusted issuer is called here: regrant trust list")
    .argument("<rule>", "a name for the rule, such as deploy")
    .requiredOption("--client <client_id>", "the client that they act as")
    .requiredOption(
      "--claim <name=value>",
      "a claim that their token must have: its value or, with an asterisk at the end, how it begins (repeatable; all must match)",
      collect,
    )
    .option("--resource <uri>", "the only API that they may ask for (default: all of the client's)")
    .option(
      "--scope <scope>",
      "the scope that they may have at most (repeatable; default: all of the client's)",
      collect,
    )
    .action(allow);
  sub("disallow", "remove a rule").argument("<id>").argument("<rule>").action(disallow);
  sub("disable", "stop accepting an issuer's assertions")
    .argument("<id>")
    .option("--yes", "do not ask")
    .action(async (id: string, { yes, json }: Options) => {
      await agree(`Assertions of ${id} will be refused from now on. Continue?`, yes);
      print(
        await withDatabase((db) => disableTrustedIssuer(db, id, operatorAct())),
        json,
        "Disabled the trusted issuer. Access tokens expire by themselves.",
      );
    });
  sub("enable", "trust a disabled issuer again")
    .argument("<id>")
    .action(async (id: string, { json }: Options) =>
      print(
        await withDatabase((db) => enableTrustedIssuer(db, id, operatorAct())),
        json,
        "Enabled the trusted issuer.",
      ),
    );
  sub("delete", "stop trusting an issuer, and delete it with its rules")
    .argument("<id>")
    .option("--yes", "do not ask")
    .action(async (id: string, { yes, json }: Options) => {
      await agree(`Delete the trusted issuer ${id} with its rules? This cannot be undone.`, yes);
      const deleted = await withDatabase((db) => deleteTrustedIssuer(db, id, operatorAct()));
      if (json) return printJson({ ...describeTrustedIssuer(deleted), deleted: true });
      console.log(`Deleted the trusted issuer ${id}. Access tokens expire by themselves.`);
    });
  return command;
}

async function create(id: string, options: Options & Said): Promise<void> {
  const body = {
    id,
    ...membersSaid(trustedIssuerSettings, options),
    ...keysOf(options),
  } as NewTrustedIssuerBody;
  if (body.issuer === undefined) throw new CommandError("a trusted issuer needs --issuer", { exitCode: 2 });
  checkInput(NewTrustedIssuerBody, body);
  const own = readIssuer(process.env);
  const trusted = await withDatabase((db) => trustIssuer(db, own, body, operatorAct()));
  const next =
    trusted.kind === "workload"
      ? ` Now say which workloads may come in: regrant trust allow ${id} <rule> --client <client_id> --claim <name=value>`
      : "";
  print(trusted, options.json, `Trusted the issuer.${next}`);
}

async function update(id: string, options: Options & Said): Promise<void> {
  const changes: TrustedIssuerChanges = { ...membersSaid(changeableSettings, options), ...keysOf(options) };
  checkInput(TrustedIssuerChanges, changes);
  print(await change(id, changes), options.json, "Updated the trusted issuer.");
}

const keysOf = ({ jwksFile }: Options): { jwks?: PublicKeys } =>
  jwksFile === undefined ? {} : { jwks: readKeySet(jwksFile) };

async function allow(id: string, name: string, options: RuleOptions): Promise<void> {
  const { client, claim, resource, scope } = options;
  const rule: Rule = {
    client_id: client,
    claims: claimsOf(claim),
    ...(resource !== undefined && { resource }),
    ...(scope !== undefined && { scope: [...new Set(scope.flatMap((text) => text.split(" ")))].join(" ") }),
  };
  checkInput(TrustedIssuerChanges, { rules: { [name]: rule } });
  const trusted = await change(id, ({ rules }) => ({ rules: { ...rules, [name]: rule } }));
  print(trusted, options.json, `Workloads with these claims now act as the client ${client}.`);
}

/** Names have no equals sign, values may. */
function claimsOf(said: readonly string[]): Record<string, string> {
  const claims = said.map((text): [string, string] => {
    const at = text.indexOf("=");
    if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
    throw new CommandError(`--claim ${text} is not like name=value`, { exitCode: 2 });
  });
  const [repeated] = claims.filter(
    ([name], index) => claims.findIndex(([other]) => other === name) !== index,
  );
  if (repeated === undefined) return Object.fromEntries(claims);
  throw new CommandError(
    `--claim ${repeated[0]} is there twice: for one value or the other, make two rules`,
    {
      exitCode: 2,
    },
  );
}

async function disallow(id: string, name: string, { json }: Options): Promise<void> {
  const trusted = await change(id, ({ rules: { [name]: rule, ...rules } }) => {
    if (rule === undefined) throw new CommandError(`the trusted issuer ${id} has no rule ${name}`);
    return { rules };
  });
  print(trusted, json, "Removed the rule. Access tokens expire by themselves.");
}

const change = (id: string, changes: Parameters<typeof changeTrustedIssuer>[3]): Promise<TrustedIssuer> =>
  withDatabase((db) => changeTrustedIssuer(db, readIssuer(process.env), id, changes, operatorAct()));

async function list({ json }: Options): Promise<void> {
  const trusted = (await withDatabase(listTrustedIssuers)).map(describeTrustedIssuer);
  if (json) return printJson({ trusted_issuers: trusted });
  printTable(
    trusted.map(({ id, issuer, kind, rules, disabled }) => ({
      id,
      issuer,
      kind,
      rules: Object.keys(rules).join(" ") || null,
      disabled,
    })),
    "No issuer is trusted. To trust one: regrant trust create <id> --issuer <uri>",
  );
}

function print(trusted: TrustedIssuer, json: true | undefined, done?: string) {
  if (json) return printJson(describeTrustedIssuer(trusted));
  if (done !== undefined) console.log(done);
  const { rules, ...members } = describeTrustedIssuer(trusted);
  const lines = Object.entries(rules).map(([name, rule]) => [`rule ${name}`, rule]);
  printMembers({ ...members, ...Object.fromEntries(lines) });
}

#!/usr/bin/env node
// Writes docs/registration.md from the settings' and claims' entries in apps/auth-server, or with --check says whether it is true.
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../docs/registration.md", import.meta.url);
const built = (path) => import(new URL(`../apps/auth-server/dist/${path}`, import.meta.url).href);
const { clientSettings } = await built("clients/settings.js");
const { NewClientBody } = await built("clients/representation.js");
const { resourceSettings } = await built("resources/settings.js");
const { NewResourceBody } = await built("resources/resources.js");
const { providerSettings } = await built("providers/settings.js");
const { NewProviderBody } = await built("providers/providers.js");
const { trustedIssuerSettings } = await built("trusted-issuers/settings.js");
const { NewTrustedIssuerBody } = await built("trusted-issuers/trusted-issuers.js");
const { fields } = await built("users/claims.js");

const head = `# What clients, APIs, providers, trusted issuers and users can be set to

Made from \`clients/settings.ts\`, \`resources/settings.ts\`, \`providers/settings.ts\`,
\`trusted-issuers/settings.ts\` and \`users/claims.ts\` in \`apps/auth-server/src\` by \`node scripts/settings-doc.mjs\`; edit there, not here.

A member is a name in the [admin API](operations/admin-api.md); an option belongs to \`create\` and \`update\` of \`regrant client\`,
\`regrant resource\`, \`regrant provider\` and \`regrant trust\`. [operations/apps.md](operations/apps.md) shows which settings go together. In \`update\`, a list replaces the current
one, and each option without a value has a \`--no-…\` form. Where a member may be \`null\`, the word in brackets says so on the command
line.
`;

const clients = `## Clients

\`--id\` (\`client_id\`), \`--public\` (\`"confidential": false\`) and \`--auth\` (\`token_endpoint_auth_method\`) are decided once, in \`create\`.
\`--jwks-file\` reads \`jwks\` from a file ([operations/client-keys.md](operations/client-keys.md)).
`;

const resources = `## APIs

An API's identifier is its \`resource\`, the argument of the command. \`--scope\` takes \`scope\` and \`scope_descriptions\` together:
\`--scope "notes:read=Read your notes"\`.
`;

const providers = `## Providers

Other OpenID providers that people may sign in with ([operations/providers.md](operations/providers.md)). A provider's id is the
argument of the command; \`--secret-stdin\` reads its \`client_secret\`. \`--role "group=role"\`, repeatable, takes \`roles\`.
`;

const trustedIssuers = `## Trusted issuers

Issuers whose assertions become access tokens ([operations/workloads.md](operations/workloads.md)). A trusted issuer's id is the argument of
\`regrant trust\`; \`issuer\` and \`kind\` stay as they are in \`create\`. \`--jwks-file\` takes \`jwks\`; \`regrant trust allow\` and \`disallow\` change
\`rules\`.
`;

const users = `## Users

The standard claims (OpenID Connect Core 1.0 §5.1), for \`--claim name=value\` of \`regrant user create\` and \`update\`. The admin API
has them in the member \`claims\`, where \`address\` is an object. [operations/people.md](operations/people.md) explains them.
`;

const code = (text) => `\`${text}\``;

function valuesOf({ schema, option }) {
  const { anyOf = [schema], items } = schema;
  const [{ type, enum: words, pattern, minimum, maximum, maxLength }] = anyOf;
  if (items !== undefined)
    return `list of up to ${schema.maxItems}${items.enum ? `: ${inWords(items.enum)}` : ""}`;
  const isNullable = type?.includes("null") || anyOf.some((way) => way.type === "null");
  const orNull = option === null ? ", or `null`" : `, or \`null\` (${code(option.nullWord || '""')})`;
  return `${one()}${isNullable ? orNull : ""}`;

  function one() {
    if (words !== undefined) return inWords(words.filter((word) => word !== null));
    if (minimum !== undefined)
      return `${minimum} to ${maximum}${option.flags.includes("<seconds>") ? " seconds" : ""}`;
    if (type !== "string") return [type].flat()[0];
    if (pattern === undefined) return `up to ${maxLength} characters`;
    return pattern.includes("{1,200}") ? "1 to 200 characters" : "names, separated by spaces";
  }
}

const inWords = (words) => words.map(code).join(", ");

/** Help may end in `(default: …)`, which has a column of its own. */
const defaultInHelp = / \(default: ([^)]+)\)$/;

function defaultOf({ name, initial, help }, { required }) {
  if (required.includes(name)) return "required";
  const [, said] = defaultInHelp.exec(help) ?? [];
  if (said !== undefined) return said === "none" ? said : code(said);
  if (typeof initial === "boolean" || (typeof initial === "string" && initial !== "")) return code(initial);
  return "none";
}

const inCell = (text) => text.replaceAll("|", "\\|");

function claimsTable() {
  const rows = fields.map(({ name, scope, format, editable }) => [
    code(name),
    code(scope),
    format.description,
    editable ? "the person, administrators" : "administrators",
  ]);
  return table(["claim", "opened by the scope", "values", "set by"], rows);
}

const table = (head, rows) =>
  [head, Array(head.length).fill("---"), ...rows]
    .map((cells) => `| ${cells.map(inCell).join(" | ")} |\n`)
    .join("");

function tableOf(settings, body) {
  const rows = Object.values(settings).map((setting) => [
    code(setting.name),
    setting.option === null ? "" : code(setting.option.flags) + (setting.option.isList ? ", repeatable" : ""),
    valuesOf(setting),
    defaultOf(setting, body),
    setting.help.replace(defaultInHelp, ""),
  ]);
  return table(["member", "option", "values", "default", "what it is"], rows);
}

const document = [
  head,
  clients,
  tableOf(clientSettings, NewClientBody),
  resources,
  tableOf(resourceSettings, NewResourceBody),
  providers,
  tableOf(providerSettings, NewProviderBody),
  trustedIssuers,
  tableOf(trustedIssuerSettings, NewTrustedIssuerBody),
  users,
  claimsTable(),
].join("\n");

if (!process.argv.includes("--check")) writeFileSync(file, document);
else if (readFileSync(file, "utf8") !== document) {
  console.error(
    "docs/registration.md is not what the settings say; build, then run: node scripts/settings-doc.mjs",
  );
  process.exitCode = 1;
}

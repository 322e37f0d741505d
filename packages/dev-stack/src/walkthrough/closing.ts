/** What one can do now: the addresses, and commands to paste. */
import { cliExampleCommand } from "../cli-example.js";
import type { DemoClient } from "../demo.js";
import { mcpClientId } from "../mcp-server.js";
import { logFolder } from "../paths.js";
import type { Terminal } from "../terminal.js";
import type { Loop } from "./walk.js";

type Running = Loop & {
  readonly browserApp: string;
  readonly mcpServer: string;
  readonly bffApp: string;
};

export function printClosing(loop: Running, terminal: Terminal): void {
  const { bold, cyan, dim } = terminal.colours;
  const { issuer, resource, browserApp, mcpServer, bffApp, demo } = loop;
  const row = (name: string, value: string) => terminal.line(`  ${name.padEnd(22)} ${value}`);
  row("authorization server", `${cyan(issuer)}  ${dim("/.well-known/oauth-authorization-server")}`);
  row("resource server", `${cyan(resource)}  ${dim("/whoami  /notes")}`);
  row("browser app", `${cyan(browserApp)}  ${dim("the same loop, in a browser: sign in as a demo user")}`);
  row("MCP server", `${cyan(mcpServer)}  ${dim("notes for agents: list_notes  add_note  delete_all_notes")}`);
  row("app with a back end", `${cyan(bffApp)}  ${dim("the same notes, and no token in the browser")}`);
  row(
    "demo users",
    `${demo.ada.email} ${dim("(admin)")}  ${demo.grace.email}  ${dim("passwords in .data/demo.json")}`,
  );
  row("logs", `${logFolder}  ${dim("auth-server.log  resource-server.log  postgres.log")}`);
  row("mails", `.data/mail/  ${dim("nobody gets them; their links are shown here")}`);
  terminal.line();
  for (const { title, command } of [...curlCommands(loop), ...cliCommands(loop), ...agentCommands(loop)]) {
    terminal.line(`  ${bold(title)}`);
    terminal.line();
    terminal.line(command);
    terminal.line();
  }
}

/** Three commands that work when pasted into a shell, with curl and sed and nothing else. */
function curlCommands({ issuer, resource, demo }: Loop): { title: string; command: string }[] {
  const token = `${issuer}/oauth2/token`;
  // They may be pasted into another shell than this one; with a proxy there, curl would hand it these secrets.
  const curl = "curl -s --noproxy '*'";
  const forService = `${curl} ${token} ${credentials(demo.service)} -d grant_type=client_credentials`;
  return [
    { title: "An access token for a back end", command: forService },
    {
      title: "A call to the API with one",
      command: `${curl} ${resource}/whoami -H "Authorization: Bearer $(${forService} | ${pick("access_token")})"`,
    },
    {
      title: "What the authorization server knows of one",
      command: `${curl} ${issuer}/oauth2/introspect ${credentials(demo.service)} -d "token=$(${forService} | ${pick("access_token")})"`,
    },
  ];
}

/** Its defaults are the addresses of a stack that could choose its ports. */
function cliCommands({ issuer, resource }: Loop): { title: string; command: string }[] {
  const settings = issuer === "http://localhost:4000" ? "" : `export ISSUER=${issuer} API=${resource}\n`;
  const commands = ["login", "notes"].map((name) => `${cliExampleCommand} ${name}`);
  return [{ title: "The same notes on the command line", command: settings + commands.join("\n") }];
}

function agentCommands({ mcpServer: url }: Running): { title: string; command: string }[] {
  const vsCode = { name: "notes", type: "http", url, oauth: { clientId: mcpClientId } };
  const commands = [
    `claude mcp add --transport http --client-id ${mcpClientId} notes ${url}`,
    `code --add-mcp '${JSON.stringify(vsCode)}'`,
    `npx @modelcontextprotocol/inspector --cli ${url} --transport http --client-id ${mcpClientId} --method tools/list`,
  ];
  return [
    {
      title: "The MCP server in Claude Code, in VS Code, in the MCP Inspector",
      command: commands.join("\n"),
    },
  ];
}

function credentials({ client_id, client_secret }: DemoClient): string {
  return `-u '${client_id}:${client_secret}'`;
}

function pick(member: string): string {
  return String.raw`sed 's/.*"${member}":"\([^"]*\)".*/\1/'`;
}

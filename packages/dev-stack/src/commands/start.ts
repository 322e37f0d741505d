/**
 * `npm start`: both servers on an embedded PostgreSQL, the two apps and the MCP server, the walk-through once, then
 * serving until Ctrl-C.
 */
import { rmSync } from "node:fs";
import { type BffApp, type BffAppSecrets, bffAppUrl, keepBffApp, serveBffApp } from "../bff-app.js";
import { type BrowserApp, browserAppUrl, serveBrowserApp } from "../browser-app.js";
import { registerCliExample } from "../cli-example.js";
import { keepDemo } from "../demo.js";
import { lockHolder, releaseLock, takeLock } from "../lock.js";
import { mailSettings, type WrittenMail, watchMails } from "../mails.js";
import { type McpServer, mcpServerUrl, registerMcpServer, serveMcpServer } from "../mcp-server.js";
import { dataFolder, logFolder } from "../paths.js";
import { writePrivateJson } from "../private-file.js";
import { findRunningStack, type RunningStack, stackFiles } from "../running-stack.js";
import { stopRecordedServers } from "../server-records.js";
import { type Stack, startStack } from "../stack.js";
import { openTerminal, printSteps, type Terminal } from "../terminal.js";
import { printClosing } from "../walkthrough/closing.js";
import { walkTheLoop } from "../walkthrough/walk.js";
import { choosePort, portsFrom } from "./choose-port.js";
import { reset } from "./reset.js";
import { stopOnSignals } from "./signals.js";
import { printWarnings } from "./warnings.js";

/** What scripts/start-options.mjs reads from the command line. */
export interface StartOptions {
  /** The authorization server's; null where none was asked for. */
  readonly port: number | null;
  /** Whether everything of earlier runs is forgotten first. */
  readonly reset: boolean;
}

/**
 * Runs the stack until it is stopped; returns the exit code: 0 after Ctrl-C, and also when a stack of this
 * clone runs already and is what was asked for; 1 when something failed.
 */
export async function start(options: StartOptions): Promise<number> {
  const terminal = openTerminal();
  if (takeLock(stackFiles.lock)) return reportRunning(options, terminal);
  const signals = stopOnSignals(terminal);
  try {
    return await serve(options, terminal, signals.aborted);
  } catch (error) {
    if (signals.aborted.aborted) return 0;
    terminal.line();
    terminal.line(terminal.colours.red(`  ${error instanceof Error ? error.message : String(error)}`));
    return 1;
  } finally {
    rmSync(stackFiles.stack, { force: true });
    releaseLock(stackFiles.lock);
  }
}

async function serve(options: StartOptions, terminal: Terminal, abort: AbortSignal): Promise<number> {
  // Before ports are looked at: what a killed run left behind may still hold them.
  await stopRecordedServers(dataFolder);
  if (options.reset) await reset(terminal);
  const { port, notice } = await choosePort(options.port);
  const ports = portsFrom(port);
  if (notice) terminal.line(terminal.colours.yellow(`  ${notice}`));
  const steps = printSteps(terminal);
  const stack = await pointingToLogs(
    startStack({
      dataDir: dataFolder,
      ports,
      durable: true,
      authServerEnv: mailSettings,
      onProgress: steps.next,
      onLog: printWarnings(terminal),
      abort,
    }),
  );
  const stopWatching = watchMails(stackFiles.mail, printMail(terminal));
  let browserApp: BrowserApp | null = null;
  let mcpServer: McpServer | null = null;
  let bffApp: BffApp | null = null;
  try {
    // A stack takes any free port where another program was faster; then its issuer would not be the one that is kept.
    if (stack.issuer !== urlAt(port) || stack.resource !== urlAt(ports.resourceServer))
      throw new Error(`Another program took port ${port} or ${ports.resourceServer} just now. Try again.`);
    steps.next("demo data");
    const { running, bffAppSecrets } = await describe(stack, ports);
    steps.next("starting the browser app");
    browserApp = await serveBrowserApp({
      port: ports.browserApp,
      issuer: running.issuer,
      clientId: running.demo.browserApp.client_id,
      resource: running.resource,
    });
    steps.next("starting the MCP server");
    mcpServer = await serveMcpServer(running.issuer, ports.mcpServer);
    steps.next("starting the app with a back end");
    bffApp = await serveBffApp({
      ...bffAppSecrets,
      port: ports.bffApp,
      issuer: running.issuer,
      api: running.resource,
    });
    writePrivateJson(stackFiles.stack, running);
    steps.end();
    await pointingToLogs(walkTheLoop({ ...running, abort }, terminal));
    printClosing(running, terminal);
    return await serveUntilStopped(stack, terminal, abort);
  } finally {
    stopWatching();
    await bffApp?.stop();
    await mcpServer?.stop();
    await browserApp?.stop();
    await stack.stop();
  }
}

const printMail =
  ({ line, colours }: Terminal) =>
  ({ to, subject, link }: WrittenMail): void => {
    line(`  ${colours.bold(`Mail to ${to}:`)} ${subject}`);
    if (link !== null) line(`    ${colours.cyan(link)}`);
  };

const urlAt = (port: number): string => `http://localhost:${port}`;

async function pointingToLogs<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${message}\n  The logs are in ${logFolder}`, { cause });
  }
}

async function describe(
  stack: Stack,
  ports: ReturnType<typeof portsFrom>,
): Promise<{ readonly running: RunningStack; readonly bffAppSecrets: BffAppSecrets }> {
  const browserApp = browserAppUrl(ports.browserApp);
  const mcpServer = mcpServerUrl(ports.mcpServer);
  const bffApp = bffAppUrl(ports.bffApp);
  const { resource, regrant } = stack;
  const [demo] = await Promise.all([
    keepDemo(stackFiles.demo, { resource, browserApp }, regrant),
    registerMcpServer(mcpServer, regrant),
  ]);
  // Afterwards: they are clients of the API that the demo data begins with.
  const [bffAppSecrets] = await Promise.all([
    keepBffApp(stackFiles.bffApp, bffApp, resource, regrant),
    registerCliExample(resource, regrant),
  ]);
  const running = {
    pid: process.pid,
    issuer: stack.issuer,
    resource: stack.resource,
    authServerManagement: stack.authServers[0].managementUrl,
    resourceServerManagement: stack.resourceServer.managementUrl,
    databaseUrl: stack.postgres.url,
    browserApp,
    mcpServer,
    bffApp,
    demo,
  };
  return { running, bffAppSecrets };
}

/** Resolves when a signal asks for the end, or with exit code 1 when a part ends that nobody asked to. */
async function serveUntilStopped(stack: Stack, terminal: Terminal, abort: AbortSignal): Promise<number> {
  const { bold, red } = terminal.colours;
  terminal.line(`  ${bold("Serving.")} Ctrl-C stops everything.`);
  const parts = [
    { name: "PostgreSQL", part: stack.postgres },
    { name: "the authorization server", part: stack.authServers[0] },
    { name: "the resource server", part: stack.resourceServer },
  ];
  const stopped = new Promise<null>((resolve) => {
    abort.addEventListener("abort", () => resolve(null), { once: true });
    if (abort.aborted) resolve(null);
  });
  const ended = await Promise.race([
    stopped,
    ...parts.map(async (one) => ({ ...one, how: await one.part.exited })),
  ]);
  if (ended === null) return 0;
  terminal.line(red(`  ${ended.name} has ended (${ended.how}) although nobody stopped it. Its last lines:`));
  for (const line of ended.part.lastLines()) terminal.line(`    ${line}`);
  terminal.line(`  The logs are in ${logFolder}; stopping the rest.`);
  return 1;
}

/** It is no failure that it runs already, unless something else was asked for. */
function reportRunning({ port, reset }: StartOptions, terminal: Terminal): number {
  const running = findRunningStack();
  if (!running) {
    const pid = lockHolder(stackFiles.lock)?.pid;
    terminal.line(
      `Process ${pid} is starting Regrant in this folder, or uses its database. Try again in a moment.`,
    );
    return 1;
  }
  terminal.line(`Regrant runs already in this folder, as process ${running.pid}:`);
  terminal.line(`  authorization server  ${running.issuer}`);
  terminal.line(`  resource server       ${running.resource}`);
  terminal.line(`  browser app           ${running.browserApp}`);
  terminal.line(`  MCP server            ${running.mcpServer}`);
  terminal.line(`  app with a back end   ${running.bffApp}`);
  const isElsewhere = port !== null && port !== Number(new URL(running.issuer).port);
  if (reset || isElsewhere) {
    terminal.line(`Stop it first, with Ctrl-C in its terminal; then run this again.`);
    return 1;
  }
  terminal.line("`npm run walkthrough` walks the loop on it; Ctrl-C in its terminal stops it.");
  return 0;
}

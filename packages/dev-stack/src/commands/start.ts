/**
 * `npm start`: both servers on an embedded PostgreSQL and the browser app, the walk-through once, then serving until
 * Ctrl-C.
 */
import { rmSync } from "node:fs";
import { type BrowserApp, browserAppUrl, serveBrowserApp } from "../browser-app.js";
import { keepDemo } from "../demo.js";
import { lockHolder, releaseLock, takeLock } from "../lock.js";
import { dataFolder } from "../paths.js";
import { freePortNear } from "../ports.js";
import { writePrivateJson } from "../private-file.js";
import { findRunningStack, type RunningStack, stackFiles } from "../running-stack.js";
import { type Stack, startStack } from "../stack.js";
import type { StackPorts } from "../stack-options.js";
import { openTerminal, printSteps, type Terminal } from "../terminal.js";
import { printClosing } from "../walkthrough/closing.js";
import { walkTheLoop } from "../walkthrough/walk.js";
import { stopOnSignals } from "./signals.js";
import { printWarnings } from "./warnings.js";

const wantedPorts: StackPorts = {
  authServer: 4000,
  resourceServer: 4001,
  authServerManagement: 4010,
  resourceServerManagement: 4011,
  postgres: 5433,
};
const wantedBrowserAppPort = 4002;

/**
 * Runs the stack until it is stopped; returns the exit code: 0 after Ctrl-C, and also when a stack of this
 * clone runs already, for then what was asked for is there; 1 when something failed.
 */
export async function start(): Promise<number> {
  const terminal = openTerminal();
  if (takeLock(stackFiles.lock)) return reportRunning(terminal);
  const signals = stopOnSignals(terminal);
  try {
    return await serve(terminal, signals.aborted);
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

async function serve(terminal: Terminal, abort: AbortSignal): Promise<number> {
  terminal.line();
  const steps = printSteps(terminal);
  const stack = await startStack({
    dataDir: dataFolder,
    ports: wantedPorts,
    durable: true,
    onProgress: steps.next,
    onLog: printWarnings(terminal),
    abort,
  });
  let browserApp: BrowserApp | null = null;
  try {
    steps.next("demo data");
    const browserAppPort = await freePortNear(wantedBrowserAppPort);
    const running = await describe(stack, browserAppUrl(browserAppPort));
    steps.next("starting the browser app");
    browserApp = await serveBrowserApp({
      port: browserAppPort,
      issuer: running.issuer,
      clientId: running.demo.browserApp.client_id,
      resource: running.resource,
    });
    writePrivateJson(stackFiles.stack, running);
    steps.end();
    printOtherPorts(stack, browserApp, terminal);
    await walkTheLoop({ ...running, abort }, terminal);
    printClosing(running, terminal);
    return await serveUntilStopped(stack, terminal, abort);
  } finally {
    await browserApp?.stop();
    await stack.stop();
  }
}

async function describe(stack: Stack, browserApp: string): Promise<RunningStack> {
  return {
    pid: process.pid,
    issuer: stack.issuer,
    resource: stack.resource,
    authServerManagement: stack.authServers[0].managementUrl,
    resourceServerManagement: stack.resourceServer.managementUrl,
    databaseUrl: stack.postgres.url,
    browserApp,
    demo: await keepDemo(stackFiles.demo, { resource: stack.resource, browserApp }, stack.regrant),
  };
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
  terminal.line("  Stopping the rest.");
  return 1;
}

function printOtherPorts(stack: Stack, browserApp: BrowserApp, terminal: Terminal): void {
  const { yellow } = terminal.colours;
  const used = [
    ["authorization server", wantedPorts.authServer, Number(new URL(stack.issuer).port)],
    ["resource server", wantedPorts.resourceServer, Number(new URL(stack.resource).port)],
    ["browser app", wantedBrowserAppPort, Number(new URL(browserApp.url).port)],
    ["PostgreSQL", wantedPorts.postgres, stack.postgres.port],
  ] as const;
  for (const [name, wanted, port] of used) {
    if (wanted !== port) terminal.line(yellow(`  port ${wanted} is taken: the ${name} uses ${port}`));
  }
}

function reportRunning(terminal: Terminal): number {
  const running = findRunningStack();
  if (running) {
    terminal.line(`Regrant runs already in this folder, as process ${running.pid}:`);
    terminal.line(`  authorization server  ${running.issuer}`);
    terminal.line(`  resource server       ${running.resource}`);
    terminal.line(`  browser app           ${running.browserApp}`);
    terminal.line("`npm run walkthrough` walks the loop on it; Ctrl-C in its terminal stops it.");
  } else {
    const pid = lockHolder(stackFiles.lock)?.pid;
    terminal.line(
      `Process ${pid} is starting Regrant in this folder, or uses its database. Try again in a moment.`,
    );
  }
  return running ? 0 : 1;
}

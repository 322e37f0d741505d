/**
 * Debian's Firefox and WebKitGTK, with the few WebDriver commands that the example app's main path needs: Firefox
 * over Marionette, which carries WebDriver's commands, WebKitGTK over WebKitWebDriver.
 *
 * @see https://www.w3.org/TR/webdriver2/
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@regrant/dev-stack";
import { eventually } from "./eventually.js";

export interface WebDriver {
  open(url: string): Promise<void>;
  /** Waits until the element exists and can be clicked. */
  click(selector: string): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  /** The return value of this function body, evaluated in the page. */
  evaluate(body: string): Promise<unknown>;
  close(): Promise<void>;
}

/** `names` are the command's name in Marionette, and its method and path over HTTP. */
type Send = (command: Command, parameters?: Record<string, unknown>) => Promise<unknown>;
type Command = keyof typeof commands;

const commands = {
  navigate: { marionette: "WebDriver:Navigate", path: () => "url" },
  find: { marionette: "WebDriver:FindElement", path: () => "element" },
  click: { marionette: "WebDriver:ElementClick", path: (id: string) => `element/${id}/click` },
  type: { marionette: "WebDriver:ElementSendKeys", path: (id: string) => `element/${id}/value` },
  execute: { marionette: "WebDriver:ExecuteScript", path: () => "execute/sync" },
} as const;

export const browsers = {
  Firefox: { program: "/usr/bin/firefox-esr", package: "firefox-esr", start: startFirefox },
  WebKitGTK: { program: "/usr/bin/WebKitWebDriver", package: "webkit2gtk-driver", start: startWebKit },
} as const;

export const isInstalled = ({ program }: { readonly program: string }): boolean => existsSync(program);

function driverOf(send: Send, end: () => Promise<void>): WebDriver {
  const find = async (selector: string): Promise<string> => {
    let id = "";
    await eventually(`there is ${selector}`, async () => {
      const found = await send("find", { using: "css selector", value: selector }).catch(() => null);
      id = String(Object.values(Object(found))[0] ?? "");
      return id !== "";
    });
    return id;
  };
  return {
    open: async (url) => void (await send("navigate", { url })),
    async click(selector) {
      const able = async () =>
        send("click", { id: await find(selector) }).then(
          () => true,
          () => false,
        );
      await eventually(`${selector} can be clicked`, able);
    },
    type: async (selector, text) => void (await send("type", { id: await find(selector), text })),
    evaluate: (body) => send("execute", { script: body, args: [] }),
    close: end,
  };
}

async function startFirefox(): Promise<WebDriver> {
  const [folder, port] = [mkdtempSync(join(tmpdir(), "regrant-firefox-")), await freePort()];
  writeFileSync(join(folder, "user.js"), `user_pref("marionette.port", ${port});\n`);
  const child = spawn(browsers.Firefox.program, ["--headless", "--marionette", "--profile", folder], {
    stdio: "ignore",
    env: { ...process.env, HOME: folder },
  });
  const socket = await connected(port);
  const answers = new Map<number, (answer: unknown[]) => void>();
  let buffer = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    buffer = Buffer.concat([buffer, bytes]);
    for (;;) {
      const colon = buffer.indexOf(":");
      const end = colon + 1 + Number(buffer.subarray(0, Math.max(colon, 0)));
      if (colon < 0 || buffer.length < end) return;
      const message: unknown = JSON.parse(buffer.subarray(colon + 1, end).toString());
      buffer = buffer.subarray(end);
      if (Array.isArray(message)) answers.get(message[1])?.(message);
    }
  });
  let count = 0;
  const ask = async (command: string, parameters: Record<string, unknown>) => {
    count += 1;
    const answered = new Promise<unknown[]>((resolve) => answers.set(count, resolve));
    const text = JSON.stringify([0, count, command, parameters]);
    socket.write(`${Buffer.byteLength(text)}:${text}`);
    const [, , error, result] = await answered;
    if (error !== null) throw new Error(JSON.stringify(error));
    return Object(result).value;
  };
  await ask("WebDriver:NewSession", {});
  const send: Send = (command, parameters = {}) => ask(commands[command].marionette, parameters);
  return driverOf(send, () => {
    socket.destroy();
    return endOf(child, folder);
  });
}

async function connected(port: number): Promise<Socket> {
  const opened: Socket[] = [];
  await eventually("Firefox listens", async () => {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    if (isOpen) opened.push(socket);
    return isOpen;
  });
  return opened[0] as Socket;
}

/** It has no headless mode, so it draws to a virtual display. */
async function startWebKit(): Promise<WebDriver> {
  const [folder, port] = [mkdtempSync(join(tmpdir(), "regrant-webkit-")), await freePort()];
  const child = spawn("xvfb-run", ["--auto-servernum", browsers.WebKitGTK.program, `--port=${port}`], {
    stdio: "ignore",
    // Its sandbox does not start as root.
    env: {
      ...process.env,
      HOME: folder,
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
      LIBGL_ALWAYS_SOFTWARE: "1",
    },
    detached: true,
  });
  const base = `http://127.0.0.1:${port}/session`;
  const ask = async (path: string, parameters: object, method = "POST") => {
    const answer = await fetch(`${base}${path}`, {
      method,
      ...(method === "POST" && { body: JSON.stringify(parameters) }),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(JSON.stringify(value));
    return value;
  };
  const isUp = () =>
    fetch(`${base.replace("/session", "/status")}`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually("WebKitWebDriver listens", isUp);
  const opened = await ask("", { capabilities: {} });
  const session = String(Object(opened).sessionId);
  const send: Send = (command, { id = "", ...parameters } = {}) =>
    ask(`/${session}/${commands[command].path(String(id))}`, parameters);
  return driverOf(send, async () => {
    await ask(`/${session}`, {}, "DELETE").catch(() => undefined);
    await endOf(child, folder);
  });
}

async function endOf(child: ChildProcess, folder: string): Promise<void> {
  const ended = once(child, "exit");
  if (child.exitCode === null)
    process.kill(child.spawnargs[0] === "xvfb-run" ? -(child.pid ?? 0) : (child.pid ?? 0));
  await ended;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

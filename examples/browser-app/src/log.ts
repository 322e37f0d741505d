/** What happened on the wire, newest first: one line for a request and its answer. */
import type { AnswerEvent, ClientEvent, RequestEvent } from "@regrant/client";
import { byId, make } from "./dom.js";
import { isBad } from "./loop.js";

const log = byId("log");
const time = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** Enough for ten requests at once, a refresh, and the news of several other tabs that refresh in the same moment. */
const keptLines = 16;
const underWay = new Map<number, HTMLElement>();

export function writeLog(event: ClientEvent): void {
  if (event.type === "request") begin(event);
  else if (event.type === "answer") end(event);
  else if (event.type === "wait") note(event.at, `retrying in ${(event.milliseconds / 1_000).toFixed(1)} s`);
  else note(event.at, "another tab refreshed; this one uses its token");
}

function begin({ id, at, step, method, url }: RequestEvent): void {
  const line = make(
    "li",
    { className: "entry" },
    make("b", { className: "letters" }, step),
    make("span", { className: "request" }, `${method} ${new URL(url).pathname}`),
    make("span", { className: "answer" }, "…"),
    make("time", {}, time.format(at)),
  );
  underWay.set(id, line);
  prepend(line);
}

function end(event: AnswerEvent): void {
  const { id, step, status, reason, error, milliseconds } = event;
  const line = underWay.get(id);
  underWay.delete(id);
  const [letters, , answer] = line?.children ?? [];
  if (line === undefined || letters === undefined || answer === undefined) return;
  letters.textContent += ` ${step}`;
  answer.textContent = `${status ?? "no answer"} · ${Math.round(milliseconds)} ms`;
  const why = reason ?? error;
  if (why !== null) line.append(make("span", { className: "why" }, why));
  line.classList.toggle("bad", isBad(event));
}

function note(at: Date, text: string): void {
  prepend(
    make(
      "li",
      { className: "entry note" },
      make("b", { className: "letters" }),
      make("span", { className: "request" }, text),
      make("time", {}, time.format(at)),
    ),
  );
}

function prepend(line: HTMLElement): void {
  log.prepend(line);
  byId("log-empty").hidden = true;
  while (log.childElementCount > keptLines) log.lastElementChild?.remove();
}

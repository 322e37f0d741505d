/** What the page sees of it all: its own requests, and when the access token it never sees expires. */
import { byId, make, showText } from "./dom.js";

const list = byId("log");
const kept = 12;

export function logAnswer(request: string, status: number | null, milliseconds: number): void {
  const isBad = status === null || status >= 400;
  const entry = make(
    "li",
    { className: isBad ? "entry bad" : "entry" },
    make("span", { className: "request" }, request),
    make("span", { className: "answer" }, status === null ? "no answer" : String(status)),
    make("time", {}, `${Math.round(milliseconds)} ms`),
  );
  list.prepend(entry);
  while (list.childElementCount > kept) list.lastElementChild?.remove();
  byId("log-empty").hidden = true;
}

export function logRefresh(): void {
  list.prepend(
    make("li", { className: "entry note" }, make("span", { className: "request" }, "refreshed on the way")),
  );
  byId("log-empty").hidden = true;
}

let expiresAt: number | null = null;

/** @returns whether it is another token than before */
export function showExpiry(seconds: number | null): boolean {
  const isNew = expiresAt !== null && seconds !== null && seconds > expiresAt;
  expiresAt = seconds;
  byId("token").hidden = seconds === null;
  tick();
  return isNew;
}

function tick(): void {
  if (expiresAt === null) return;
  const left = Math.max(0, Math.ceil(expiresAt - Date.now() / 1_000));
  showText(byId("remaining"), left > 0 ? `${left} s left` : "over; the next request renews it");
}
setInterval(tick, 500);

/** The drawing of figure 2: an arrow lights up when its message is sent. */
import type { AnswerEvent, ClientEvent } from "@regrant/client";
import { byId } from "./dom.js";

const arrows = new Map(
  [...byId("steps").children].map((arrow) => [(arrow as HTMLElement).dataset.step, arrow as HTMLElement]),
);

/** Long enough to follow by eye. */
const litMs = 1_600;
const timers = new Map<HTMLElement, number>();

export function lightUp(event: ClientEvent): void {
  if (event.type !== "request" && event.type !== "answer") return;
  const arrow = arrows.get(event.step);
  if (arrow === undefined) return;
  arrow.classList.remove("lit", "bad");
  // Forces a layout, so that the animation restarts.
  arrow.getBoundingClientRect();
  arrow.classList.add("lit");
  arrow.classList.toggle("bad", event.type === "answer" && isBad(event));
  clearTimeout(timers.get(arrow));
  timers.set(
    arrow,
    window.setTimeout(() => arrow.classList.remove("lit", "bad"), litMs),
  );
}

/** Refused or lost. A missing refresh token only means that nobody is signed in. */
export const isBad = ({ status, reason }: AnswerEvent): boolean =>
  (status === null || status >= 400) && reason !== "refresh_token_missing";

/** The drawing of figure 2, lit up by what happens on the wire. */
import type { AnswerEvent, ClientEvent } from "@regrant/client";
import { byId } from "./dom.js";

const arrows = new Map(
  [...byId("steps").children].map((arrow) => [(arrow as HTMLElement).dataset.step, arrow as HTMLElement]),
);

/** How long an arrow stays lit: long enough to follow with the eye. */
const litMs = 1_600;
const timers = new Map<HTMLElement, number>();

export function lightUp(event: ClientEvent): void {
  if (event.type !== "request" && event.type !== "answer") return;
  const arrow = arrows.get(event.step);
  if (arrow === undefined) return;
  arrow.classList.remove("lit", "bad");
  // Reading a size makes the browser take note of that, so that the animation begins anew.
  arrow.getBoundingClientRect();
  arrow.classList.add("lit");
  arrow.classList.toggle("bad", event.type === "answer" && isBad(event));
  clearTimeout(timers.get(arrow));
  timers.set(
    arrow,
    window.setTimeout(() => arrow.classList.remove("lit", "bad"), litMs),
  );
}

/** Whether something was refused, or lost. That nobody is signed in here yet is neither. */
export const isBad = ({ status, reason }: AnswerEvent): boolean =>
  (status === null || status >= 400) && reason !== "refresh_token_missing";

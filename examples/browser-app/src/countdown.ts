/** How long the access token remains valid. */
import type { Client } from "@regrant/client";
import { byId } from "./dom.js";

const life = byId<HTMLProgressElement>("life");
const remaining = byId("remaining");

/** `client` returns the client in use, which changes with "Refresh early". */
export function startCountdown(client: () => Client): void {
  let expiresAt = 0;
  let lifeMs = 1;
  const tick = () => {
    const token = client().accessToken;
    byId("token").hidden = token === null;
    if (token === null) return;
    const leftMs = Math.max(0, token.expiresAt.getTime() - Date.now());
    if (token.expiresAt.getTime() !== expiresAt) {
      expiresAt = token.expiresAt.getTime();
      lifeMs = leftMs;
    }
    life.value = lifeMs === 0 ? 0 : leftMs / lifeMs;
    life.classList.toggle("over", leftMs === 0);
    remaining.textContent = leftMs === 0 ? "has expired" : `${inWords(Math.ceil(leftMs / 1_000))} left`;
  };
  tick();
  setInterval(tick, 250);
}

const inWords = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

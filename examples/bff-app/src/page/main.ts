/** The page: whoever is signed in sees their notes. It never sees a token. */
import { createBackEnd, type Note, SignedOut } from "./back-end.js";
import { byId, make, showText } from "./dom.js";
import { logAnswer, logRefresh, showExpiry } from "./wire.js";

const backEnd = createBackEnd(logAnswer);
const words = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

const reasons: Readonly<Record<string, string>> = {
  refresh_token_revoked:
    "This session was ended on your account page, by an administrator, or by a password change. Sign in to continue.",
  refresh_token_expired: "You were away for too long. Sign in to continue.",
  refresh_token_reused:
    "This session was ended for your safety: its refresh token was used twice, so somebody else may have a copy. Sign in to continue.",
  cookie_unreadable: "This app can no longer read your session. Sign in again.",
};

function showWelcome(reason: string | null): void {
  byId("left").hidden = reason !== "signed_out";
  const isEnd = reason !== null && reason !== "signed_out";
  showText(byId("ended"), isEnd ? (reasons[reason] ?? `Your session has ended (${reason}).`) : null);
  showExpiry(null);
  for (const id of ["notes", "account"]) byId(id).hidden = true;
  byId("welcome").hidden = false;
}

/** Failures are shown above the list; an end of the session leads to the sign-in. */
async function attempt(task: () => Promise<void>): Promise<void> {
  try {
    await task();
    showText(byId("problem"), null);
  } catch (error) {
    if (error instanceof SignedOut) showWelcome(error.reason);
    else showText(byId("problem"), error instanceof Error ? error.message : String(error));
  }
}

async function showSession(): Promise<void> {
  const { claims, access_token_expires_at } = await backEnd.session();
  showText(byId("who"), claims.name ?? claims.email ?? claims.sub);
  byId("welcome").hidden = true;
  for (const id of ["notes", "account"]) byId(id).hidden = false;
  if (showExpiry(access_token_expires_at)) logRefresh();
}

async function showNotes(): Promise<void> {
  const notes = await backEnd.notes();
  byId("list").replaceChildren(...notes.toReversed().map(row));
  byId("empty").hidden = notes.length > 0;
  await showSession();
}

function row({ id, text, created_at }: Note): HTMLElement {
  const button = make("button", { className: "delete", title: "Delete", type: "button" }, "×");
  button.setAttribute("aria-label", `Delete “${text}”`);
  button.addEventListener("click", () =>
    attempt(async () => {
      await backEnd.remove(id);
      await showNotes();
    }),
  );
  const when = make("time", {}, words.format(new Date(created_at)));
  return make("li", { className: "row" }, make("p", {}, text, when), button);
}

byId("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = byId<HTMLInputElement>("text");
  return attempt(async () => {
    await backEnd.add(crypto.randomUUID(), input.value);
    input.value = "";
    await showNotes();
  });
});
byId("reload").addEventListener("click", () => attempt(showNotes));
byId("sign-out").addEventListener("click", () =>
  attempt(async () => {
    const page = await backEnd.signOut();
    if (page === null) showWelcome("signed_out");
    else location.assign(page);
  }),
);

/** A sign-in that failed comes back with a code. */
function takeSignInError(): string | null {
  const { pathname, searchParams } = new URL(location.href);
  const error = searchParams.get("sign_in_error");
  if (error === null) return null;
  history.replaceState(null, "", pathname);
  return error === "access_denied" ? "You did not allow it." : `The sign-in failed (${error}). Try again.`;
}

const failed = takeSignInError();
await attempt(async () => {
  await showSession();
  await showNotes();
});
if (failed !== null && !byId("welcome").hidden) showText(byId("ended"), failed);
for (const element of document.querySelectorAll(".loading")) element.classList.remove("loading");
byId("loading").hidden = true;

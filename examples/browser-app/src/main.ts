/** The app: shows the notes to whoever is signed in, the welcome page to everybody else. */
import { type Client, createClient, dpopKey, RefusedError, UnavailableError } from "@regrant/client";
import { type Config, loadConfig } from "./config.js";
import { startCountdown } from "./countdown.js";
import { byId, make, showText, whileDisabled } from "./dom.js";
import { writeLog } from "./log.js";
import { lightUp } from "./loop.js";
import { recall, remember } from "./memory.js";
import { notesApi } from "./notes-api.js";
import { startNotes } from "./notes-view.js";
import { sentenceFor } from "./reasons.js";

const aheadSwitch = byId<HTMLInputElement>("ahead");
aheadSwitch.checked = recall("refresh ahead") === "yes";

const config = await loadConfig().catch((error) => {
  byId("loading").textContent = "The settings of this app could not be loaded. Reload the page.";
  throw error;
});
let client = open(config);
const loadNotes = startNotes(() => notesApi(config.resource, client.fetch));
startCountdown(() => client);

byId("account").prepend(
  make("a", { href: `${config.issuer}/account`, target: "_blank", rel: "noopener" }, "Your sessions"),
);
byId("left").append(" ", make("a", { href: `${config.issuer}/logout` }, "Sign out of Regrant too?"));
const signInButton = byId<HTMLButtonElement>("sign-in");
signInButton.addEventListener("click", () => whileDisabled(signInButton, signIn));
const signOutButton = byId<HTMLButtonElement>("sign-out");
signOutButton.addEventListener("click", () => whileDisabled(signOutButton, signOut));
aheadSwitch.addEventListener("change", async () => {
  remember("refresh ahead", aheadSwitch.checked ? "yes" : "no");
  client.close();
  client = open(config);
  await start();
});
await start();

/** If it does not refresh early, the API refuses the expired token (E, F) before the refresh (G, H). */
function open({ issuer, clientId, resource, dpop = false }: Config): Client {
  return createClient({
    issuer,
    clientId,
    redirectUri: `${location.origin}/`,
    scope: "notes:read notes:write",
    resource,
    ...(dpop && { dpop: dpopKey() }),
    refreshAheadSeconds: aheadSwitch.checked ? 30 : 0,
    onSignedOut(reason) {
      remember("signed in", "no");
      showWelcome(sentenceFor(reason));
    },
    onSignedIn: showNotes,
    onEvent(event) {
      lightUp(event);
      writeLog(event);
    },
  });
}

/**
 * Finishes a sign-in, or restores the session of an earlier visit. A browser in which nobody has signed in asks for none:
 * the server's 400 would be the first thing in its console.
 */
async function start(): Promise<void> {
  try {
    const isSignedIn =
      (await client.finishSignIn()) || (recall("signed in") === "yes" && (await client.restore()));
    if (isSignedIn) return await showNotes();
    remember("signed in", "no");
    if (isLoading() || byId("welcome").hidden) showWelcome(null);
  } catch (error) {
    showWelcome(problemOf(error));
  }
}

async function signIn(): Promise<void> {
  try {
    await client.signIn();
    await untilBack();
  } catch (error) {
    showWelcome(problemOf(error));
  }
}

/** This page is being left. The user may stop that, or come back to the page by Back (back/forward cache). */
function untilBack(): Promise<unknown> {
  return new Promise((resolve) => {
    addEventListener("pageshow", resolve, { once: true });
    setTimeout(resolve, 5_000);
  });
}

/** Signs out of this app. The server's own page signs out of the server. */
async function signOut(): Promise<void> {
  remember("signed in", "no");
  try {
    const rest = await client.signOut();
    if (rest !== null) return location.assign(rest);
    showWelcome(null);
    byId("left").hidden = false;
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    showWelcome(
      "You are signed out here, but the server could not be reached. End the session on your account page.",
    );
  }
}

function problemOf(error: unknown): string {
  if (error instanceof RefusedError && error.error === "access_denied")
    return "You did not allow this app to use your account.";
  if (error instanceof UnavailableError)
    return "The authorization server is not responding. Try again in a moment.";
  return error instanceof Error ? error.message : String(error);
}

/** Appears once its notes are there, so that nothing moves; a slow API is not waited for. */
async function showNotes(): Promise<void> {
  remember("signed in", "yes");
  const loaded = loadNotes();
  if (isLoading()) await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 5_000))]);
  // The session may have ended meanwhile.
  if (client.accessToken === null) return;
  show({ isSignedIn: true });
  byId("status").textContent = "Signed in.";
}

function showWelcome(message: string | null): void {
  const wasSignedIn = !byId("notes").hidden;
  show({ isSignedIn: false });
  showText(byId("ended"), message);
  byId("left").hidden = true;
  byId("list").replaceChildren();
  if (wasSignedIn) byId("welcome-title").focus();
}

function isLoading(): boolean {
  return !byId("loading").hidden;
}

function show({ isSignedIn }: { readonly isSignedIn: boolean }): void {
  byId("welcome").hidden = isSignedIn;
  for (const id of ["notes", "account", "try"]) byId(id).hidden = !isSignedIn;
  byId("token").hidden = !isSignedIn;
  byId("loading").hidden = true;
  document.querySelector("main")?.classList.remove("loading");
}

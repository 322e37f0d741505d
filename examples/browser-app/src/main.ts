/** The app: who is signed in decides which of the two pages is shown. */
import { type Client, createClient, RefusedError, UnavailableError } from "@regrant/client";
import { type Config, loadConfig } from "./config.js";
import { startCountdown } from "./countdown.js";
import { byId, make, showText } from "./dom.js";
import { writeLog } from "./log.js";
import { lightUp } from "./loop.js";
import { notesApi } from "./notes-api.js";
import { startNotes } from "./notes-view.js";
import { sentenceFor } from "./reasons.js";

const aheadSwitch = byId<HTMLInputElement>("ahead");
aheadSwitch.checked = localStorage.getItem("refresh ahead") === "yes";

const config = await loadConfig();
let client = open(config);
const loadNotes = startNotes(() => notesApi(config.resource, client.fetch));
startCountdown(() => client);

byId("account").prepend(
  make("a", { href: `${config.issuer}/account`, target: "_blank", rel: "noopener" }, "Your sessions"),
);
byId("left").append(" ", make("a", { href: `${config.issuer}/logout` }, "Sign out of Regrant too?"));
byId("sign-in").addEventListener("click", () => signIn());
byId("sign-out").addEventListener("click", () => signOut());
aheadSwitch.addEventListener("change", async () => {
  localStorage.setItem("refresh ahead", aheadSwitch.checked ? "yes" : "no");
  client.close();
  client = open(config);
  await start();
});
await start();

/** Without refreshing ahead, one sees the API refuse the expired token (E, F) before the refresh (G, H). */
function open({ issuer, clientId, resource }: Config): Client {
  return createClient({
    issuer,
    clientId,
    redirectUri: `${location.origin}/`,
    scope: "notes:read notes:write",
    resource,
    refreshAheadSeconds: aheadSwitch.checked ? 30 : 0,
    onSignedOut: (reason) => showWelcome(sentenceFor(reason)),
    onSignedIn: showNotes,
    onEvent(event) {
      lightUp(event);
      writeLog(event);
    },
  });
}

/** Back from a sign-in, or with the grant of an earlier visit, or neither. */
async function start(): Promise<void> {
  try {
    const isSignedIn = (await client.finishSignIn()) || (await client.restore());
    if (isSignedIn) showNotes();
    else if (byId("welcome").hidden) showWelcome(null);
  } catch (error) {
    showWelcome(problemOf(error));
  }
}

async function signIn(): Promise<void> {
  try {
    await client.signIn();
  } catch (error) {
    showWelcome(problemOf(error));
  }
}

/** Of this app. Whether of the server too is for the user to say, on the server's page. */
async function signOut(): Promise<void> {
  try {
    const rest = await client.signOut();
    if (rest !== null) return location.assign(rest);
    showWelcome(null);
    byId("left").hidden = false;
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    showWelcome(
      "You are signed out here, but the server could not be told. End the session on your account page.",
    );
  }
}

function problemOf(error: unknown): string {
  if (error instanceof RefusedError && error.error === "access_denied") return "You did not let this app in.";
  if (error instanceof UnavailableError)
    return "The authorization server does not answer. Try again in a moment.";
  return error instanceof Error ? error.message : String(error);
}

function showNotes(): void {
  show({ isSignedIn: true });
  byId("status").textContent = "Signed in.";
  void loadNotes();
}

function showWelcome(message: string | null): void {
  show({ isSignedIn: false });
  showText(byId("ended"), message);
  byId("left").hidden = true;
  byId("list").replaceChildren();
  byId("welcome-title").focus();
}

function show({ isSignedIn }: { readonly isSignedIn: boolean }): void {
  byId("welcome").hidden = isSignedIn;
  for (const id of ["notes", "account", "try"]) byId(id).hidden = !isSignedIn;
  if (!isSignedIn) byId("token").hidden = true;
}

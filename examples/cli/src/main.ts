/** Notes on the command line: `login`, `notes`, `notes <text>`, `logout`. */
import { homedir } from "node:os";
import { join } from "node:path";
import { type Client, createClient, RefusedError, SignedOutError, UnavailableError } from "@regrant/client";
import { fileStore } from "./file-store.js";

const { env } = process;
const api = env.API ?? "http://localhost:4001";
const tokens =
  env.NOTES_TOKENS ?? join(env.XDG_CONFIG_HOME ?? join(homedir(), ".config"), "regrant-notes", "tokens.json");

const client = createClient({
  issuer: env.ISSUER ?? "http://localhost:4000",
  clientId: env.CLIENT_ID ?? "notes-cli",
  scope: "openid email notes:read notes:write",
  resource: api,
  refreshTokenStore: fileStore(tokens),
});

interface Note {
  readonly text: string;
}

const commands: Readonly<Record<string, (text: string) => Promise<void>>> = {
  async login() {
    const stopping = new AbortController();
    process.once("SIGINT", () => stopping.abort(new Error("Stopped.")));
    const show: Parameters<Client["signInWithDevice"]>[0] = ({ verificationUriComplete, ...code }) => {
      console.error(
        `Open ${verificationUriComplete ?? code.verificationUri}\nand check that it shows ${code.userCode}`,
      );
    };
    await client.signInWithDevice(show, { signal: stopping.signal });
    console.error(`Signed in as ${(await client.userInfo()).email}.`);
  },
  async notes(text) {
    const body = JSON.stringify({ text });
    const added = { method: "POST", body, headers: { "content-type": "application/json" } };
    const response = await client.fetch(`${api}/notes`, text === "" ? {} : added);
    if (!response.ok) throw new Error(`${api}/notes answered ${response.status}: ${await response.text()}`);
    const answer = (await response.json()) as { notes?: Note[]; note?: Note };
    for (const note of answer.notes ?? [answer.note]) console.log(note?.text);
  },
  async logout() {
    await client.signOut();
    console.error("Signed out.");
  },
};

const [name = "", ...words] = process.argv.slice(2);
try {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new Error("Usage: login | notes [text of a new note] | logout");
  await command(words.join(" "));
} catch (error) {
  console.error(inWords(error));
  process.exitCode = 1;
}

function inWords(error: unknown): string {
  if (error instanceof SignedOutError) return `Not signed in (${error.reason}): run login.`;
  if (error instanceof RefusedError && error.error === "access_denied") return "You declined.";
  if (error instanceof UnavailableError) return `Try again later: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

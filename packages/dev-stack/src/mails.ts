/** Mails of the dev stack: the authorization server writes them to a folder, and the terminal shows what is in them. */
import { mkdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stackFiles } from "./running-stack.js";

/** The authorization server's settings. */
export const mailSettings = {
  SMTP_URL: pathToFileURL(stackFiles.mail).href,
  MAIL_FROM: "Regrant <regrant@localhost>",
} as const;

/** What the authorization server writes beside each mail. */
export interface WrittenMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly link: string | null;
}

/** Tells of each mail that is written to the folder from now on. @returns stops it */
export function watchMails(folder: string, onMail: (mail: WrittenMail) => void): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const seen = new Set<string>();
  const watcher = watch(folder, { persistent: false }, (_event, name) => {
    if (name === null || !name.endsWith(".json") || seen.has(name)) return;
    const mail = readMail(join(folder, name));
    if (mail === null) return;
    seen.add(name);
    onMail(mail);
  });
  // Someone has deleted the folder.
  watcher.on("error", () => watcher.close());
  return () => watcher.close();
}

/** Null: it has been deleted meanwhile. */
function readMail(path: string): WrittenMail | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as WrittenMail;
  } catch {
    return null;
  }
}

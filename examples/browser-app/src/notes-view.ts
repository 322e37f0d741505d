/** The list of notes: shown, added to, deleted from. */
import { SignedOutError, UnavailableError } from "@regrant/client";
import { byId, make, showText } from "./dom.js";
import type { Note, NotesApi } from "./notes-api.js";

const list = byId("list");
const input = byId<HTMLInputElement>("text");
const words = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Wires the view; `api` names the API of the client that is in use. @returns what loads the notes */
export function startNotes(api: () => NotesApi): () => Promise<void> {
  const load = () =>
    attempt(async () => {
      const { notes, storage } = await api().list();
      show(notes);
      byId("storage").textContent = `Kept ${storage}.`;
    });

  const show = (notes: readonly Note[]) => {
    const newestFirst = notes.toReversed();
    list.replaceChildren(...newestFirst.map(row));
    byId("empty").hidden = notes.length > 0;
  };

  const row = ({ id, text, created_at }: Note): HTMLElement => {
    const button = make("button", { className: "delete", title: "Delete", type: "button" }, "×");
    button.setAttribute("aria-label", `Delete “${text}”`);
    const when = make("time", {}, words.format(new Date(created_at)));
    const item = make("li", { className: "row" }, make("p", {}, text, when), button);
    button.addEventListener("click", async () => {
      const next = item.nextElementSibling ?? item.previousElementSibling;
      await attempt(async () => {
        await api().remove(id);
        item.remove();
        byId("empty").hidden = list.childElementCount > 0;
        (next?.querySelector("button") ?? input).focus();
      });
    });
    return item;
  };

  byId("add").addEventListener("submit", async (event) => {
    event.preventDefault();
    await attempt(async () => {
      await api().add(input.value);
      input.value = "";
      input.focus();
      await load();
    });
  });
  byId("reload").addEventListener("click", load);
  byId("burst").addEventListener("click", () => Promise.all(Array.from({ length: 10 }, load)));
  return load;
}

/** What fails is said above the list. A session's end is not said here: the page turns to the sign-in. */
async function attempt(task: () => Promise<void>): Promise<void> {
  const problem = byId("problem");
  try {
    await task();
    showText(problem, null);
  } catch (error) {
    if (!(error instanceof SignedOutError)) showText(problem, sentenceFor(error));
  }
}

function sentenceFor(error: unknown): string {
  if (error instanceof UnavailableError) {
    return "The authorization server does not answer. You are still signed in; try again in a moment.";
  }
  // What fetch throws where no answer came.
  if (error instanceof TypeError) return "The API does not answer. Try again in a moment.";
  return error instanceof Error ? error.message : String(error);
}

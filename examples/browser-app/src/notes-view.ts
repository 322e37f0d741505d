/** The list of notes: shown, added to, deleted from. */
import { SignedOutError, UnavailableError } from "@regrant/client";
import { byId, make, showText, whileDisabled } from "./dom.js";
import type { Note, NotesApi } from "./notes-api.js";

const list = byId("list");
const input = byId<HTMLInputElement>("text");
const words = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Wires the view. `api` returns the API of the client in use. @returns a function that loads the notes */
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
    const remove = async () => {
      await api().remove(id);
      const next = item.nextElementSibling ?? item.previousElementSibling;
      item.remove();
      byId("empty").hidden = list.childElementCount > 0;
      (next?.querySelector("button") ?? input).focus();
    };
    button.addEventListener("click", () => whileDisabled(button, () => attempt(remove)));
    return item;
  };

  // The same until the text changes or the note is there: whoever repeats a lost request adds nothing twice.
  let draftId = crypto.randomUUID();
  const renewDraft = () => {
    draftId = crypto.randomUUID();
  };
  const add = async () => {
    const text = input.value;
    await api().add(draftId, text);
    renewDraft();
    // What was typed meanwhile is the next note.
    if (input.value === text) input.value = "";
    input.focus();
    await load();
  };
  input.addEventListener("input", renewDraft);
  byId("add").addEventListener("submit", (event) => {
    event.preventDefault();
    return whileDisabled(byId("add-note"), () => attempt(add));
  });
  byId("reload").addEventListener("click", load);
  byId("burst").addEventListener("click", () => Promise.all(Array.from({ length: 10 }, load)));
  return load;
}

/** Shows a failure above the list. If the session has ended, the sign-in page says so instead. */
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
    return "The authorization server is not responding. You are still signed in; try again in a moment.";
  }
  // fetch throws it if no answer came.
  if (error instanceof TypeError) return "The API is not responding. Try again in a moment.";
  return error instanceof Error ? error.message : String(error);
}

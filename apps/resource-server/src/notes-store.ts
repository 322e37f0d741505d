/** Each user's notes, in memory and bounded: the oldest go first, and a restart loses all. */
import { randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";

export interface Note {
  readonly id: string;
  readonly text: string;
  readonly created_at: string;
}

export interface NotesStore {
  list(userId: string): readonly Note[];
  listAll(): readonly { readonly user: string; readonly notes: readonly Note[] }[];
  /** Repeated with the `id` of an existing note, it returns that note and adds none. */
  insert(userId: string, text: string, id?: string): Note;
  /** @returns whether the user had such a note */
  remove(userId: string, noteId: string): boolean;
}

export const noteBounds = { users: 1_000, notesPerUser: 100, textCharacters: 1_000 };

/** Shown to users. */
export const storage = `in memory until the server restarts, up to ${noteBounds.notesPerUser} notes per user`;

export function createNotesStore(): NotesStore {
  const notesOf = new LRUCache<string, readonly Note[]>({ max: noteBounds.users });
  const list = (userId: string): readonly Note[] => notesOf.get(userId) ?? [];
  return {
    list,
    listAll: () => [...notesOf.entries()].map(([user, notes]) => ({ user, notes })),
    insert(userId, text, id = randomUUID()) {
      const earlier = list(userId).find((note) => note.id === id);
      if (earlier !== undefined) return earlier;
      const note: Note = { id, text, created_at: new Date().toISOString() };
      notesOf.set(userId, [...list(userId), note].slice(-noteBounds.notesPerUser));
      return note;
    },
    remove(userId, noteId) {
      const kept = list(userId).filter((note) => note.id !== noteId);
      const isRemoved = kept.length < list(userId).length;
      if (isRemoved) notesOf.set(userId, kept);
      return isRemoved;
    },
  };
}

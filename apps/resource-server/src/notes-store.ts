/** The notes of each user, in memory and bounded: the newest stay, and a restart forgets all. */
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
  insert(userId: string, text: string): Note;
  /** @returns whether there was such a note of this user */
  remove(userId: string, noteId: string): boolean;
}

export const noteBounds = { users: 1_000, notesPerUser: 100, textCharacters: 1_000 };

/** What the API says about how it keeps notes. */
export const storage = `in memory until the next restart; the newest ${noteBounds.notesPerUser} of each user`;

export function createNotesStore(): NotesStore {
  const notesOf = new LRUCache<string, readonly Note[]>({ max: noteBounds.users });
  const list = (userId: string): readonly Note[] => notesOf.get(userId) ?? [];
  return {
    list,
    listAll: () => [...notesOf.entries()].map(([user, notes]) => ({ user, notes })),
    insert(userId, text) {
      const note: Note = { id: randomUUID(), text, created_at: new Date().toISOString() };
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

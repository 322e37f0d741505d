/** Keeps values in a file that only its owner can read. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Store } from "@regrant/client";

type Values = Readonly<Record<string, string>>;

/** A damaged file counts as empty: the user signs in again. */
export function fileStore(path: string): Store {
  async function read(): Promise<Values> {
    try {
      return Object(JSON.parse(await readFile(path, "utf8")));
    } catch (error) {
      if (error instanceof SyntaxError || (Object(error) as NodeJS.ErrnoException).code === "ENOENT")
        return {};
      throw error;
    }
  }
  /** All or nothing: a process that is killed leaves the old file. */
  async function write(values: Values): Promise<void> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const unfinished = `${path}.${process.pid}`;
    await writeFile(unfinished, `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600 });
    await rename(unfinished, path);
  }
  return {
    getItem: async (key) => (await read())[key] ?? null,
    setItem: async (key, value) => write({ ...(await read()), [key]: value }),
    removeItem: async (key) => {
      const { [key]: removed, ...rest } = await read();
      if (removed !== undefined) await write(rest);
    },
  };
}

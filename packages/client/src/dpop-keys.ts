/** Where the key of DPoP is kept: for all tabs of a page's origin, or in memory. */
import { createStore, get, type UseStore, update } from "idb-keyval";

/** What `crypto.subtle.generateKey` makes: the type has no name that is global in each runtime. */
export type KeyPair = Extract<
  Awaited<ReturnType<typeof crypto.subtle.generateKey>>,
  { readonly privateKey: unknown }
>;

/** Finds the key, or makes it: the same for all who ask at once. @throws TypeError if this page can have none */
export type FindKey = () => Promise<KeyPair>;

/** Of the algorithms, the one that every browser has. No script can read the private key, but any can use it. */
const generate = (): Promise<KeyPair> =>
  crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);

export function inMemory(given: KeyPair | undefined): FindKey {
  let pair = given && Promise.resolve(given);
  return () => {
    pair ??= generate();
    return pair;
  };
}

/** IndexedDB can hold keys that are not extractable. */
export function onDevice(name: string): FindKey {
  let store: UseStore | null = null;
  /** Put back if somebody clears the site's data while this page is open. */
  let known: KeyPair | undefined;

  async function find(): Promise<KeyPair> {
    store ??= createStore("regrant", "keys");
    const kept = await get<KeyPair>(name, store);
    if (kept !== undefined) return kept;
    let pair = known ?? (await generate());
    // In one transaction: where two tabs make one at once, both get the first.
    await update<KeyPair>(name, (first) => (pair = first ?? pair), store);
    return pair;
  }

  return async () => {
    try {
      known = await find();
      return known;
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new TypeError(`dpop needs IndexedDB and crypto.subtle, which fail here: ${why}`, { cause });
    }
  };
}

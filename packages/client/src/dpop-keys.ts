/** Where the key of DPoP is kept: for all tabs of a page's origin, or in memory. */
import { createStore, get, type UseStore, update } from "idb-keyval";

export interface Keys {
  /** @throws TypeError if the browser keeps none for this page */
  find(): Promise<CryptoKeyPair | null>;
  /** The same one for all who ask at once. @throws as `find` */
  findOrMake(): Promise<CryptoKeyPair>;
}

/** Of the algorithms, the one that every browser has. No script can read the private key, but any can use it. */
const generate = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);

export function keysInMemory(given: CryptoKeyPair | undefined): Keys {
  let made = given && Promise.resolve(given);
  return {
    find: async () => (await made) ?? null,
    findOrMake() {
      made ??= generate();
      return made;
    },
  };
}

/** IndexedDB can hold keys that are not extractable. */
export function deviceKeys(name: string): Keys {
  let store: UseStore | null = null;
  /** Put back if somebody clears the site's data while this page is open. */
  let known: CryptoKeyPair | null = null;

  async function inStore<T>(use: (store: UseStore) => Promise<T>): Promise<T> {
    try {
      store ??= createStore("regrant", "keys");
      return await use(store);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new TypeError(`dpop needs IndexedDB, which fails here: ${why}`, { cause });
    }
  }

  const find = async () => (await inStore((from) => get<CryptoKeyPair>(name, from))) ?? null;
  return {
    find,
    async findOrMake() {
      let pair = (await find()) ?? known ?? (await generate());
      const keepFirst = (kept: CryptoKeyPair | undefined) => {
        pair = kept ?? pair;
        return pair;
      };
      // In one transaction: of two tabs that make one at once, both get the first.
      await inStore((into) => update(name, keepFirst, into));
      known = pair;
      return pair;
    },
  };
}

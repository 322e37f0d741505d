/** A cache of tokens with verified signatures, limited by count and size; refused tokens never enter. */
import { LRUCache } from "lru-cache";
export const defaultTokenCacheBounds = { tokens: 10_000, bytes: 32 * 1024 * 1024 };
/** The end of the signature: 192 bits that no two verified tokens share. */
const slotCharacters = 32;
const slotOf = (token) => token.slice(-slotCharacters);
/**
 * The whole token is compared: matching only a part would trust the rest unseen. Its end merely finds the slot,
 * because hashing all of it costs more than everything else for a known token.
 */
export function createTokenCache(bounds) {
    const slots = new LRUCache({
        max: bounds.tokens,
        maxSize: bounds.bytes,
        sizeCalculation: ({ token }) => token.length * 3 + 1024,
    });
    return {
        find(token) {
            const verified = slots.get(slotOf(token));
            return verified?.token === token ? verified : undefined;
        },
        insert: (verified) => void slots.set(slotOf(verified.token), verified),
        drop: (token) => void slots.delete(slotOf(token)),
        dropSignedWith(keys) {
            for (const [slot, { key }] of slots.entries())
                if (keys.has(key))
                    slots.delete(slot);
        },
        size: () => ({ tokens: slots.size, bytes: slots.calculatedSize }),
    };
}

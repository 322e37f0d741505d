/** The name that a client gives itself. Anybody may choose any name: say with it where the client comes from. */
const longestName = 200;
/** Characters that break lines, reverse what follows, or are no text. */
const unfit = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
/** Blank by themselves, also among letters and symbols; joiners within words and emoji may stay. */
const unseen = /[\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** A `client_name` for one line of a page; null if there is nothing to read in it. */
export function readableName(name) {
    if (typeof name !== "string")
        return null;
    const readable = [...name.replace(unfit, " ").replace(/\s+/g, " ").trim()].slice(0, longestName).join("");
    return /[\p{L}\p{N}\p{P}\p{S}]/u.test(readable.replace(unseen, "")) ? readable : null;
}
//# sourceMappingURL=readable-name.js.map
/** Secrets with names, for rotation: the first is for writing, all are for reading. */
/**
 * Parse `name:base64url,name:base64url`.
 *
 * @returns the entries, or what is wrong with them, without showing a secret
 */
export function parseSecrets(value) {
    const entries = [];
    for (const part of value.split(",").map((text) => text.trim())) {
        const [, name, encoded] = /^([A-Za-z0-9_.-]{1,64}):([A-Za-z0-9_-]+)$/.exec(part) ?? [];
        if (name === undefined || encoded === undefined) {
            return "must be a list like name:base64url,name:base64url, with names of letters, digits, _ . or -";
        }
        const bytes = Buffer.from(encoded, "base64url");
        if (bytes.length < 32)
            return `the entry ${name} has ${bytes.length} bytes; at least 32 are required`;
        if (entries.some((entry) => entry.name === name))
            return `the name ${name} appears twice`;
        entries.push({ name, bytes });
    }
    const [first, ...rest] = entries;
    return first === undefined ? "is empty" : [first, ...rest];
}

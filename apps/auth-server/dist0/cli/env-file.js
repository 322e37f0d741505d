/** Writes settings to an env file for docker compose, systemd and `node --env-file`. */
import { readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { CommandError } from "./command-error.js";
/**
 * Add settings to a file, created readable by its owner only. A line without a value, as in .env.example, is filled in.
 *
 * @throws {CommandError} if the file already has a value for one of them, or cannot be written; it is then unchanged
 */
export async function addToEnvFile(path, settings) {
    try {
        const before = await readFile(path, "utf8").catch(unlessMissing);
        const after = withSettings(path, before ?? "", settings);
        if (before === null)
            await writeFile(path, after, { flag: "wx", mode: 0o600 });
        else
            await replaceFile(await realpath(path), after);
    }
    catch (cause) {
        if (!(cause instanceof Error && "code" in cause))
            throw cause;
        throw new CommandError(`cannot write ${path}: ${cause.message}`, { cause });
    }
}
function unlessMissing(error) {
    if (error.code === "ENOENT")
        return null;
    throw error;
}
function withSettings(path, before, settings) {
    let text = before === "" || before.endsWith("\n") ? before : `${before}\n`;
    for (const [name, value] of Object.entries(settings)) {
        const lines = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=(.*)$`, "gm");
        const found = [...text.matchAll(lines)];
        if (found.some(([, present = ""]) => !/^\s*(""|'')?\s*$/.test(present))) {
            throw new CommandError(`${path} already has a value for ${name}; nothing was written`);
        }
        const line = `${name}=${value}`;
        text = found.length > 0 ? text.replace(lines, () => line) : `${text}${line}\n`;
    }
    return text;
}
/** Replace the file as a whole; at no time can others read it. */
async function replaceFile(path, text) {
    const unfinished = `${path}.${process.pid}.unfinished`;
    try {
        await writeFile(unfinished, text, { flag: "wx", mode: 0o600 });
        await rename(unfinished, path);
    }
    finally {
        await rm(unfinished, { force: true });
    }
}
//# sourceMappingURL=env-file.js.map
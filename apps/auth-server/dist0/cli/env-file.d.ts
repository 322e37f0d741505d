type Settings = Readonly<Record<string, string>>;
/**
 * Add settings to a file, created readable by its owner only. A line without a value, as in .env.example, is filled in.
 *
 * @throws {CommandError} if the file already has a value for one of them, or cannot be written; it is then unchanged
 */
export declare function addToEnvFile(path: string, settings: Settings): Promise<void>;
export {};

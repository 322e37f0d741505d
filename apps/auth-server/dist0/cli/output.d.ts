/** Output of commands: tables and lines for people, one JSON object for programs. */
type Cell = string | number | boolean | null;
/** Print one JSON object, and nothing else on stdout. */
export declare function printJson(value: object): void;
/** Print name and value, aligned. */
export declare function printFields(fields: Readonly<Record<string, string>>): void;
/** Print the members of a JSON representation as lines; `more` comes first. */
export declare function printMembers(members: Readonly<Record<string, unknown>>, more?: Readonly<Record<string, string>>): void;
export declare const shownOnce: (secret: string) => string;
/** Print rows under their column names, or `empty` if there are none. */
export declare function printTable(rows: readonly Readonly<Record<string, Cell>>[], empty: string): void;
/** For repeatable options. */
export declare const collect: (value: string, before?: readonly string[]) => string[];
export {};

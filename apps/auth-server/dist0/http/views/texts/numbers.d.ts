/** Numbers and durations as a language writes them. */
interface Forms {
    readonly one: string;
    /** With `#` where the number stands. */
    readonly other: string;
}
/** "One session", "2,500 sessions". */
export declare function counter(language: string): (count: number, forms: Forms) => string;
/** "10 minutes", "180 days": the largest unit that says it without lying much. */
export declare function durationInWords(seconds: number, language?: string): string;
export {};

export declare function failureInWords(error: unknown): string;

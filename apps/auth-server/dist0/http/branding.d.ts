export interface Branding {
    readonly name: string;
    /** Two colours, since none can be read on both papers. */
    readonly accent: Readonly<Record<Scheme, string>>;
    /** Null: the mark that Regrant brings. */
    readonly logo: Image | null;
}
export interface Image {
    readonly type: string;
    readonly bytes: Buffer;
}
export type Scheme = "light" | "dark";
/** What text in the accent colour stands on: of each scheme's two papers, the one that leaves less contrast. */
export declare const hardestPaper: Readonly<Record<Scheme, string>>;
/** @see https://www.w3.org/TR/WCAG22/#contrast-minimum */
export declare const leastContrast = 4.5;
/** From 1 to 21. Colours are `#rrggbb`. */
export declare function contrast(one: string, other: string): number;
/** The colour nearest to this one that can be read on the scheme's paper: darker on light, lighter on dark. */
export declare function readable(color: string, scheme: Scheme): string;
/** Text on a ground of this colour. */
export declare const inkOn: (color: string) => string;
/** What a file's first bytes say that it is; null where it is no image that every browser shows. */
export declare function imageTypeOf(bytes: Buffer): string | null;
/** The logo, or a mark in the accent colour. Its own ground makes it visible on tabs of either scheme. */
export declare function logoOf({ logo, accent }: Branding): Image & {
    readonly etag: string;
};

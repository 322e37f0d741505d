/** What is wrong with an origin to register; null if nothing is. */
export declare function faultOfOrigin(origin: string): string | null;
/** A page of a desktop or mobile app, or of a browser extension, whose scheme no web site has. */
export declare const isWebViewOrigin: (origin: string) => boolean;

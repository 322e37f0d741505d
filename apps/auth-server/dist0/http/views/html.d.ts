/** HTML, escaped in one place: whatever goes into the `html` template is text unless it came out of one. */
/** Markup that the template made. */
export declare class Html {
    readonly markup: string;
    constructor(markup: string);
}
type Part = string | number | Html | readonly Html[];
/** A template whose values are escaped, so that no page can forget to. */
export declare function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html;
export {};

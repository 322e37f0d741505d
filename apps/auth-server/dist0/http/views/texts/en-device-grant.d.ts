/** What the pages for devices say, in English. */
export declare const deviceGrantEn: {
    title: string;
    enter: string;
    code: string;
    wrong: string;
    goOn: string;
    allowTitle: (client: string) => string;
    compare: string;
    onlyYours: string;
    asked: string;
    from: string;
    device: string;
    deny: string;
    allowed: string;
    denied: string;
    goBack: (client: string) => string;
    nothingGiven: (client: string) => string;
    toAccount: string;
};

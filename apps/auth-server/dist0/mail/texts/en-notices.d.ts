import type { NoticeTexts } from "../mail-texts.js";
export declare const notices: NoticeTexts;

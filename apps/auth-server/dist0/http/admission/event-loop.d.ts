export interface EventLoop {
    readonly isLate: boolean;
    stop(): void;
}
export declare function watchEventLoop(): EventLoop;

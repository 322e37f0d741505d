export const publish = (): string[] => [];

/**
 * @param email of the account
 * @throws {OAuthError} invalid_request: password_unsuitable, password_common
 */
export declare function checkNewPassword(password: string, email: string): Promise<void>;

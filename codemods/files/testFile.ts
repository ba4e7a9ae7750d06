const TEST_FILE = /(?:^|\/)(?:__tests__|__mocks__|tests?|spec|e2e)\/|[._-](?:test|spec)\.[mc]?[jt]sx?$/i;

/** Is it a file of tests, by its name or its folder? */
export function isTestFile(path: string): boolean {
  return TEST_FILE.test(path);
}

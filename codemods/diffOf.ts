import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** A unified diff as git writes it. */
export function diffOf(file: string, before: string, after: string): string {
  return createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

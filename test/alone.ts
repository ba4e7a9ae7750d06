/**
 * What puts other modules in the place of some, or measures what a whole process does: that of a worker that had other files
 * has their heap to go through as well.
 */
export const ALONE = [
  'auth/fileLock',
  'b24jssdk/*',
  'cli-live/*',
  'client/longLife',
  'client/reportAtExit',
  'codemods/optional',
  'crest/crest',
  'events/bodies',
  'gateway/streams',
  'transport/answers',
  'wrap/fetchGivenUp',
  'wrap/fetchSignals',
].map((name) => `test/${name}.test.ts`);

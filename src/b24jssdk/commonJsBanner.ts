/**
 * Stands at the top of the CommonJS build of `imbot-compat/b24jssdk`: version 1 of the SDK can not be required, and Node's
 * own words for that do not tell what to do.
 */
export const COMMONJS_BANNER = `try {
  require('@bitrix24/b24jssdk');
} catch (error) {
  if (error.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
  throw new Error(
    'imbot-compat/b24jssdk: CommonJS needs @bitrix24/b24jssdk 2.x, for 1.x can only be imported. Update the SDK, or load imbot-compat/b24jssdk with import.',
    { cause: error },
  );
}`;

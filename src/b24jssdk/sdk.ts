import * as installed from '@bitrix24/b24jssdk';

/**
 * The installed SDK's own classes. Read off the whole module and not imported by name: with an older SDK a missing name would
 * end the program with the loader's words, before anything here could say what to do.
 */
if (!('ApiVersion' in installed)) {
  throw new Error(
    'imbot-compat/b24jssdk needs @bitrix24/b24jssdk 1.3 or newer, and an older one is installed. Update the SDK; or keep importing it as before and wrap the function that calls it with wrapCall of imbot-compat/wrap.',
  );
}

export const {
  AjaxError,
  AjaxResult,
  ApiVersion,
  B24Frame: SdkFrame,
  B24Hook: SdkHook,
  B24OAuth: SdkOAuth,
  initializeB24Frame: sdkInitializeB24Frame,
} = installed;

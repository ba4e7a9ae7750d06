/**
 * `imbot-compat/b24jssdk`: everything of `@bitrix24/b24jssdk`, with clients that translate `imbot.*` in every way of
 * calling. Tested with 1.3 and 2.2.
 */
export * from '@bitrix24/b24jssdk';
export { B24Frame } from './B24Frame';
export { B24Hook } from './B24Hook';
export { B24OAuth } from './B24OAuth';
export { initializeB24Frame } from './initializeB24Frame';
export { configureImbot, imbotControls } from './options';
export type { SdkOptions } from './SdkOptions';

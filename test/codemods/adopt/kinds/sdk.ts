import type { Kind } from '../Kind';

const CALL = "callMethod('imbot.chat.leave', { BOT_ID: 39, CLIENT_ID: 'x', CHAT_ID: 5 })";
const SDK = '@bitrix24/b24jssdk';

const file = (code: string, adopted = 1, more: Partial<Kind[string]> = {}) => ({
  files: { 'src/bot.ts': code },
  adopted,
  entry: false as const,
  ...more,
});

/** Clients of the SDK, wherever they come from. */
export const sdk: Kind = {
  'from a CDN': file(
    `import { B24Hook } from 'https://esm.sh/${SDK}@2.0.0';
const $b24 = B24Hook.fromWebhookUrl('https://acme.bitrix24.com/rest/1/s/');
export const leave = () => $b24.${CALL};
`,
    1,
    { holds: ["from 'https://esm.sh/imbot-compat/b24jssdk'"] },
  ),
  'from npm, in Deno': file(
    `import { B24Hook } from 'npm:${SDK}@2';
const $b24 = B24Hook.fromWebhookUrl('https://acme.bitrix24.com/rest/1/s/');
export const leave = () => $b24.${CALL};
`,
    1,
    { holds: ["from 'npm:imbot-compat/b24jssdk'"] },
  ),
  'when it is needed': file(
    `export async function boot(hook: string) {
  const { B24Hook } = await import('${SDK}');
  const $b24 = B24Hook.fromWebhookUrl(hook);
  await $b24.${CALL};
}
`,
    1,
    { holds: ["import('imbot-compat/b24jssdk')"] },
  ),
  'all of it': file(
    `import * as B24 from '${SDK}';
import type { AjaxResult } from '${SDK}';
const $b24 = new B24.B24Hook({ b24Url: 'https://acme.bitrix24.com', userId: 1, secret: 's' });
export const leave = (): Promise<AjaxResult> => $b24.${CALL};
`,
    1,
    { holds: ["import * as B24 from 'imbot-compat/b24jssdk'", `import type { AjaxResult } from '${SDK}'`] },
  ),
  required: {
    files: {
      'bot.cjs': `const fs = require('node:fs'), { B24Hook } = require('${SDK}'), path = require('node:path');
const $b24 = B24Hook.fromWebhookUrl(process.env.HOOK);
exports.leave = () => [fs, path, $b24.${CALL}];
`,
    },
    adopted: 1,
    entry: false,
    holds: ["require('imbot-compat/b24jssdk')"],
  },
  'a client that another file makes': {
    files: {
      'src/client.ts': `import { B24Hook } from '${SDK}';
export const $b24 = B24Hook.fromWebhookUrl(String(process.env.HOOK));
`,
      'src/bot.ts': `import { $b24 } from './client';
export const leave = () => $b24.${CALL};
`,
      'src/deals.ts': `import { B24Hook } from '${SDK}';
export const deals = () => B24Hook.fromWebhookUrl('https://acme.bitrix24.com/rest/1/s/').callMethod('crm.deal.list', {});
`,
    },
    adopted: 1,
    entry: false,
    holds: [
      /client\.ts\nimport \{ B24Hook \} from 'imbot-compat\/b24jssdk'/,
      /deals\.ts\nimport \{ B24Hook \} from '@bitrix24\/b24jssdk'/,
    ],
  },
  'a client that is handed over by its type': {
    files: {
      'src/main.ts': `import { B24Hook } from '${SDK}';
import { leave } from './bot';
void leave(B24Hook.fromWebhookUrl(String(process.env.HOOK)));
`,
      'src/bot.ts': `import type { B24Hook } from '${SDK}';
export const leave = ($b24: B24Hook) => $b24.${CALL};
`,
    },
    adopted: 1,
    entry: false,
    holds: [
      /main\.ts\nimport \{ B24Hook \} from 'imbot-compat\/b24jssdk'/,
      /bot\.ts\nimport type \{ B24Hook \} from '@bitrix24\/b24jssdk'/,
    ],
  },
  'only its type is seen': file(
    `import type { B24Frame } from '${SDK}';
export const leave = (frame: B24Frame) => frame.actions.v2.call.make({ method: 'imbot.chat.leave', params: { BOT_ID: 39, CHAT_ID: 5 } });
`,
    0,
    { reasons: ['sdk-unseen'] },
  ),
  'from a plugin that nobody sees': file(
    `export default defineNuxtPlugin(async () => {
  const { $initializeB24Frame } = useNuxtApp();
  const $b24 = await $initializeB24Frame();
  await $b24.${CALL};
});
`,
    0,
    { reasons: ['sdk-unseen'] },
  ),
  'a class of its own with a method of that name': {
    files: {
      'bot.ts': `import { Portal } from './portal';
export const hello = (portal: Portal) => portal.callMethod('imbot.message.add', { BOT_ID: 1, DIALOG_ID: '2', MESSAGE: 'x' });
`,
      'portal.ts': `export class Portal {
  constructor(private readonly net: { send(url: string, body: unknown): Promise<any> }) {}
  async callMethod(method: string, params: object) {
    return this.deliver(\`/rest/\${method}\`, params);
  }
  private async deliver(url: string, body: unknown) {
    const answer = await this.net.send(url, body);
    return answer.data;
  }
}
`,
      'types.ts': `import { BoolString } from '${SDK}';
export interface Options { preview: BoolString }
`,
    },
    adopted: 0,
    reasons: ['transport-not-understood'],
    entry: false,
  },
  'another package, and its fakes': {
    files: {
      'bot/package.json': `{"dependencies":{"${SDK}":"^1.3.0"}}`,
      'bot/register.ts': `import { B24Hook } from '${SDK}';
export const register = (hook: string) =>
  B24Hook.fromWebhookUrl(hook).actions.v2.call.make<number>({ method: 'imbot.register', params: { CODE: 'a', TYPE: 'B', PROPERTIES: { NAME: 'A' } } });
`,
      'bot/register.test.ts': `import { B24Hook } from '${SDK}';
import { register } from './register';
vi.mock('${SDK}', () => ({ B24Hook: { fromWebhookUrl: vi.fn() } }));
it('asks', () => expect(register('x')).toBe(vi.mocked(B24Hook)));
`,
      'tools/package.json': `{"dependencies":{"${SDK}":"^1.3.0"}}`,
      'tools/deals.ts': `import { B24Hook } from '${SDK}';
export const deals = (hook: string) => B24Hook.fromWebhookUrl(hook).actions.v2.call.make({ method: 'crm.deal.list', params: {} });
`,
      'tools/deals.test.ts': `import { deals } from './deals';
vi.mock('${SDK}', () => ({ B24Hook: { fromWebhookUrl: () => ({}) } }));
it('asks for deals', async () => expect(await deals('https://x.example/')).toBe('faked'));
`,
    },
    adopted: 1,
    entry: false,
    holds: [
      /register\.ts\nimport \{ B24Hook \} from 'imbot-compat\/b24jssdk'/,
      /register\.test\.ts\nimport \{ B24Hook \} from 'imbot-compat\/b24jssdk'/,
      "vi.mock('imbot-compat/b24jssdk'",
      /deals\.ts\nimport \{ B24Hook \} from '@bitrix24\/b24jssdk'/,
      /deals\.test\.ts\nimport \{ deals \} from '.\/deals';\nvi\.mock\('@bitrix24\/b24jssdk'/,
    ],
  },
  'the facade, where it is already': file(`import { B24Hook } from 'imbot-compat/b24jssdk';
const $b24 = B24Hook.fromWebhookUrl('https://acme.bitrix24.com/rest/1/s/');
export const leave = () => $b24.${CALL};
`),
};

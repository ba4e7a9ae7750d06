import { beforeAll, expect, test } from 'vitest';
import { loadSyntax } from '../../../codemods/files/sourceFile';
import { planFile } from '../../../codemods/plan/planFile';
import { rewriteSite } from '../../../codemods/rewrite/rewriteSite';
import { translate } from '../../../src/translate/translate';

beforeAll(async () => {
  await loadSyntax();
});

const GIVEN = { BOT_ID: 1, CLIENT_ID: 'a', TITLE: 'Hi' };

function usersOf(users: string): { readonly moved: string | undefined; readonly sent: unknown } {
  const given = `{ BOT_ID: 1, CLIENT_ID: 'a', TITLE: 'Hi', USERS: ${JSON.stringify(users)} }`;
  const text = `export const run = async () => { await call('imbot.chat.add', ${given}); };\n`;
  const { text: after } = planFile(
    { path: 'bot.js', text },
    { transform: rewriteSite, assumeTransport: 'json', assumeErrors: true },
  );
  const translation = translate('imbot.chat.add', { ...GIVEN, USERS: users }, { auth: 'site' });
  return {
    moved: after === text ? undefined : /userIds: (\[.*?\])/.exec(after)?.[1],
    sent: translation?.refusal ? undefined : Object(translation?.one?.params.fields).userIds,
  };
}

/** JSON text is a list to v1, to the run time and to rewrite. */
test.each(['[]', '[1]', '[1,2]', '["2", 3]', ' [1] ', '[0]', '{}', '{"0":1,"1":2}'])(
  '%s is sent as the list',
  (users) => {
    const { moved, sent } = usersOf(users);
    expect(moved).toBeDefined();
    expect(JSON.parse(moved ?? '')).toEqual(sent);
  },
);

test.each(['1', '1,2', 'x', '', 'null', '[1', '0'])('%s is no list, and stays', (users) => {
  expect(usersOf(users)).toEqual({ moved: undefined, sent: undefined });
});

test.each(['["39abc"]', '[1.5]', '["1e3"]'])('%s holds what v1 may read as another id, and stays', (users) => {
  expect(usersOf(users).moved).toBeUndefined();
});

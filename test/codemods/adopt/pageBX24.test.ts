import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { packages } from '../runs/packages';
import { read, workspace } from '../workspace';

const list = (of: string, before = '') => `export function list() {
${before}  return new Promise((resolve, reject) =>
    ${of}.callMethod('imbot.bot.list', {}, (res) => (res.error() ? reject(res.error()) : resolve(res.data()))));
}
`;

test.each([
  ['BX24', ''],
  ['BX24', "  if (typeof BX24 === 'undefined') return 'none';\n"],
  ['window.BX24', "  if (typeof window === 'undefined' || !window.BX24) return 'none';\n"],
])('a module that asks %s is loaded without a portal around it as before', async (of, before) => {
  const cwd = workspace({ 'bx.mjs': list(of, before) });
  const { report } = await adopt({ cwd, write: true, allowDirty: true });
  expect(report.sites.map(({ change }) => change)).toEqual(['adopted']);
  expect((await adopt({ cwd })).diffs).toEqual([]);
  expect(read(cwd)['bx.mjs']?.toString()).toContain('window.BX24 = wrapBX24(window.BX24);');
  symlinkSync((await packages()).path, join(cwd, 'node_modules'));
  const loaded = await import(/* @vite-ignore */ pathToFileURL(join(cwd, 'bx.mjs')).href);
  if (before) expect(loaded.list()).toBe('none');
  else expect(loaded.list).toBeTypeOf('function');
});

test('says of BX24 that is made elsewhere what its reason says, and no line that nobody can write', async () => {
  const page = `<script>
BX24.init(() => {
  document.getElementById('go').onclick = () => {
    let batch = [];
    batch.push(['imbot.register', { CODE: 'x', EVENT_HANDLER: 'https://x.example/', PROPERTIES: { NAME: 'X' } }]);
    BX24.callBatch(batch, () => BX24.installFinish(), false);
  };
});
</script>
`;
  const { report, understood } = await adopt({ cwd: workspace({ 'index.html': page }) });
  expect(report.sites.flatMap(({ reasons }) => reasons)).toContain('bx24-page');
  expect(understood.join('\n')).not.toContain('batch.push');
});

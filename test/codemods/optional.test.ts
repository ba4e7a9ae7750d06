import { describe, expect, it, vi } from 'vitest';
import { cli, workspace } from './workspace';

vi.mock('ts-morph', () => {
  throw new Error('Cannot find package ts-morph');
});

describe('without the optional dependency', () => {
  it('scan names what to install, as a usage error without a trace', async () => {
    const { code, err } = await cli(workspace({ 'a.js': "call('imbot.bot.list', {});\n" }), ['scan']);
    expect(code).toBe(2);
    expect(err).toContain('npm install ts-morph');
    expect(err).not.toMatch(/\n\s+at /);
  });
  it('explain and report work', async () => {
    expect((await cli(workspace(), ['explain', 'imbot.message.add'])).code).toBe(0);
    const usage = JSON.stringify({ version: 1, tool: 'imbot-compat', methods: {} });
    expect((await cli(workspace({ 'a.json': usage }), ['report', 'a.json'])).code).toBe(0);
  });
});

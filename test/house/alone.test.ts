import { expect, it } from 'vitest';
import { ALONE } from '../alone';
import { sourceFiles } from './importsOf';

/** Live tests share the modules of their worker. What must not, the configuration names. */
it('a live test that mocks modules, or measures the process, has a process of its own', () => {
  const rooms = ALONE.map((path) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`));
  const needed = [...sourceFiles(['test'])]
    .filter(([path]) => path.endsWith('.test.ts') && !SHARED.test(path))
    .filter(([, text]) => NEEDS.test(text))
    .map(([path]) => path);
  expect(needed.length).toBeGreaterThan(5);
  expect(needed.filter((path) => !rooms.some((room) => room.test(path)))).toEqual([]);
});

const NEEDS = /\bvi\.(?:mock|doMock|resetModules)\(|\bprocess\.(?:cpuUsage|memoryUsage)\b|\bpeakOf\(/;
/** Pure code: in a project of its own, which leaves nothing behind. */
const SHARED = /^test\/(?:codemods|translate|map|errors|losses|schemas|house)\//;

// Run by invocations.test.ts: argv[2] is the bundle, argv[3] the address of a portal. Prints how many of the bundle's
// functions one warm call invokes.
import { Session } from 'node:inspector/promises';
import { pathToFileURL } from 'node:url';

const bundle = pathToFileURL(process.argv[2]).href;
const { createImbot, webhook } = await import(bundle);
const imbot = createImbot({
  auth: webhook(process.argv[3], { clientId: 'bot_secret_1' }),
  mode: 'v2',
  limits: false,
  warnings: false,
});
const message = { BOT_ID: 39, DIALOG_ID: 'chat1', MESSAGE: 'Hello from the bot' };
const work = {
  call: () => imbot.call('imbot.message.add', message),
  batch: () => imbot.batch({ only: ['imbot.message.add', message] }),
};

const session = new Session();
session.connect();
await session.post('Profiler.enable');
const counts = {};
for (const [name, run] of Object.entries(work)) {
  for (let i = 0; i < 50; i++) await run();
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.takePreciseCoverage');
  await run();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  await session.post('Profiler.stopPreciseCoverage');
  const ours = result.find(({ url }) => url === bundle)?.functions ?? [];
  counts[name] = ours.reduce(
    (sum, { functionName, ranges }) => sum + (functionName === '' && ranges[0].startOffset === 0 ? 0 : ranges[0].count),
    0,
  );
  if (process.argv[4] === 'list')
    console.error(
      name,
      ours
        .filter((f) => f.ranges[0].count > 0)
        .map((f) => `${f.functionName || '(anonymous)'} ${f.ranges[0].count}`)
        .join('\n'),
    );
}
await imbot.close();
console.log(JSON.stringify(counts));

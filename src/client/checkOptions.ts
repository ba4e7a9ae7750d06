import { z } from 'zod';
import { configError } from '../errors/callError';
import { LOSSES } from '../map/losses';

const mode = z.enum(['v1', 'auto', 'v2', 'audit']);
const anyFunction = z.custom<(...parts: never[]) => unknown>(
  (value) => typeof value === 'function',
  'Expected a function',
);

/** Rates of 0 would hold every call for ever. */
const limits = z.union([
  z.enum(['standard', 'enterprise']),
  z.literal(false),
  z.looseObject({ take: anyFunction }),
  z.object({ burst: z.number().min(1), perSecond: z.number().positive() }),
]);

/** Shape of the options of `createImbot`; the values of secrets are never looked at here. */
const shape = z.strictObject({
  auth: z.looseObject({ kind: z.enum(['webhook', 'oauth']), authorise: anyFunction }),
  mode: z.union([mode, anyFunction]).optional(),
  methods: z.record(z.string(), mode).optional(),
  accept: z.array(z.enum(Object.keys(LOSSES))).optional(),
  events: z.enum(['v1', 'v2']).optional(),
  facts: z.union([z.string().min(1), z.looseObject({})]).optional(),
  botId: z.number().int().positive().optional(),
  botToken: z.string().min(1).optional(),
  limits: limits.optional(),
  dispatcher: z.unknown().optional(),
  encoding: z.enum(['json', 'form']).optional(),
  timeout: z.number().nonnegative().optional(),
  maxAnswer: z.number().int().positive().optional(),
  connections: z.number().int().positive().optional(),
  warnings: z.union([z.boolean(), z.enum(['on', 'off']), anyFunction]).optional(),
  clock: z.unknown().optional(),
});

/**
 * Refuses options that `createImbot` does not know, naming them without their values.
 * @throws ImbotError CONFIG
 */
export function checkOptions(options: unknown): void {
  const checked = shape.safeParse(options);
  if (checked.success) return;
  const wrong = checked.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys' ? `unknown ${issue.keys.join(', ')}` : issue.path.join('.') || 'options',
  );
  throw configError(
    'createImbot',
    `missing or malformed: ${[...new Set(wrong)].join('; ')}. See the table of options in README.md.`,
  );
}

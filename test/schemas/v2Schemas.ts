import { readFileSync } from 'node:fs';
import { z } from 'zod';

interface Row {
  name: string;
  type: string;
  required: boolean;
}

interface Page {
  errors: { code: string; description: string }[];
  doc: string;
  params: Record<string, Row[]>;
  exampleRequests: unknown[];
  exampleResponse?: { result?: unknown };
}

export interface Api {
  v1: Record<string, Page>;
  v2: Record<string, Page>;
  v1Events: Record<string, { examples: unknown[] }>;
  v2Events: Record<string, { examples: unknown[] }>;
}

export const api: Api = JSON.parse(readFileSync(new URL('../spec/imbot-api.json', import.meta.url), 'utf8'));

/** A strict schema of each v2 request, made from the parameter tables of the vendor's pages. */
export function v2Request(method: string): z.ZodType {
  const page = api.v2[method];
  if (!page) throw new Error(`no page for ${method}`);
  return level(method, page, '');
}

const id = z.number().int().positive();
const button = z.record(z.string(), z.unknown());
/** Flat buttons only: v2 refuses nested rows. The bot stands beside them. */
const keyboard = z.union([z.array(button), z.strictObject({ BOT_ID: id, BUTTONS: z.array(button) })]);
const attach = z.union([z.array(z.record(z.string(), z.unknown())), z.record(z.string(), z.unknown())]);
const byLanguage = z.record(z.string().regex(/^[a-z]{2}$/), z.string().nullable());

const TYPES: Readonly<Record<string, z.ZodType>> = {
  string: z.string(),
  integer: z.number().int().nonnegative(),
  boolean: z.boolean(),
  file: z.string(),
  object: z.record(z.string(), z.unknown()),
  array: z.array(z.unknown()),
  'integer[]': z.array(id),
};

/** Where the pages say more in their text than in their tables. */
const PRECISE: Readonly<Record<string, z.ZodType>> = {
  botId: id,
  dialogId: z.string().regex(/^(chat|sg)?\d+$/),
  keyboard,
  attach,
  title: z.union([z.string(), byLanguage]),
  params: byLanguage,
  color: z.string().regex(/^[a-z]+([A-Z][a-z]+)?$/),
  'imbot.v2.Chat.Message.update keyboard': z.union([keyboard, z.literal('N')]),
  'imbot.v2.Chat.Message.update urlPreview': z.enum(['Y', 'N']),
};

/** Taken by the server and on no page, or on another page than the one of the method. */
const EXTRA: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = {
  'imbot.v2.Bot.register': { botToken: z.string() },
  'imbot.v2.Chat.Message.send fields': { skipConnector: z.boolean() },
  'imbot.v2.Chat.add fields': { type: z.literal('open'), entityType: z.string(), entityId: z.string() },
};

function level(method: string, page: Page, name: string): z.ZodType {
  const shape: Record<string, z.ZodType> = {};
  for (const row of page.params[name] ?? []) {
    const nested = Object.hasOwn(page.params, row.name) && row.name !== '' && row.name !== name;
    const type = nested
      ? level(method, page, row.name)
      : (PRECISE[`${method} ${row.name}`] ?? PRECISE[row.name] ?? TYPES[row.type] ?? z.never());
    shape[row.name] = row.required ? type : type.optional();
  }
  for (const [extra, type] of Object.entries(EXTRA[name === '' ? method : `${method} ${name}`] ?? {})) {
    shape[extra] ??= type.optional();
  }
  return z.strictObject(shape);
}

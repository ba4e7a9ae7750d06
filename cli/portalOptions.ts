import type { Command } from 'commander';
import { UsageError } from '../src/errors/UsageError';

/** The options that name a portal; the same for every command that asks one. */
export function addPortalOptions(command: Command): Command {
  return command
    .option('--webhook <url>', 'incoming webhook of the portal (better: in C_REST_WEB_HOOK_URL)')
    .option('--client-id <id>', 'the CLIENT_ID of a webhook bot (better: in IMBOT_CLIENT_ID)')
    .option(
      '--tokens <file>',
      'OAuth: JSON file with the auth object; C_REST_CLIENT_ID and C_REST_CLIENT_SECRET beside',
    )
    .option('--token-url <url>', 'OAuth: the authorization server, where it is not the usual one');
}

export interface PortalFlags {
  readonly webhook?: string;
  readonly clientId?: string;
  readonly tokens?: string;
  readonly tokenUrl?: string;
}

/** A whole number above zero from an option. */
export function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`${name} takes a number above zero.`);
}

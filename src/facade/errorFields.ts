import type { ImbotError } from '../errors/ImbotError';

/** An error as the portal writes one. */
export function errorFields(error: ImbotError): { error: string; error_description: string } {
  return { error: error.code, error_description: error.description ?? error.message };
}

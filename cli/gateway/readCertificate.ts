import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UsageError } from '../../src/errors/UsageError';
import { errorCode } from '../../src/http/exchange';
import type { GatewayConfig } from './settings';

/**
 * The certificate and its key. What is wrong with them is told here, for OpenSSL says it in words like `BAD_DECRYPT`.
 * @throws UsageError which of the two cannot be used, and why
 */
export function readCertificate({ cert = '', key = '' }: Pick<GatewayConfig, 'cert' | 'key'>): {
  readonly cert: string;
  readonly key: string;
  /** What is wrong with its time; it is served all the same, for some callers do not look. */
  readonly untimely: string | undefined;
} {
  const [certText, keyText] = [contentOf('--cert', cert), contentOf('--key', key)];
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type: 4,ENCRYPTED/m.test(keyText))
    throw new UsageError(`--key ${key} wants a passphrase, and nobody is there to type it: give a key without one.`);
  const first = parsed(() => new X509Certificate(certText), `--cert ${cert} holds no certificate in PEM.`);
  const secret: KeyObject = parsed(() => createPrivateKey(keyText), `--key ${key} holds no private key in PEM.`);
  if (!first.checkPrivateKey(secret))
    throw new UsageError(
      `--key ${key} is not the key of --cert ${cert}, whose first certificate is to be the server's own.`,
    );
  return { cert: certText, key: keyText, untimely: untimelyOf(first, Date.now()) };
}

function untimelyOf({ validFrom, validTo }: X509Certificate, now: number): string | undefined {
  if (Date.parse(validTo) < now) return `expired on ${validTo}: callers that check it refuse the connection`;
  if (Date.parse(validFrom) > now) return `not valid before ${validFrom}: callers that check it refuse the connection`;
  return undefined;
}

function contentOf(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${option} ${path} cannot be read (${errorCode(error) || 'unknown'}).`);
  }
}

/** The message of OpenSSL is left out: it may quote the file. */
function parsed<Value>(parse: () => Value, otherwise: string): Value {
  try {
    return parse();
  } catch {
    throw new UsageError(otherwise);
  }
}

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/**
 * A key and a certificate for the loopback names, made anew each time, so that no private key lies in the package. The
 * certificate signs itself: a client that is given it as `ca` trusts the server.
 *
 * @param until its last second, as ASN.1 writes it
 */
export function selfSigned(until = '29991231235959Z'): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(0x30, der(0x31, der(0x30, OID.commonName, der(0x0c, 'Fake Bitrix24 portal'))));
  const algorithm = der(0x30, OID.ecdsaWithSha256);
  const alternatives = der(0x30, der(0x82, 'localhost'), der(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = der(
    0x30,
    der(0x30, OID.subjectAltName, der(0x04, alternatives)),
    der(
      0x30,
      OID.basicConstraints,
      der(0x01, Buffer.from([0xff])),
      der(0x04, der(0x30, der(0x01, Buffer.from([0xff])))),
    ),
  );
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    // From long ago to far away: the clock of a test may stand anywhere.
    der(0x30, der(0x18, '20000101000000Z'), der(0x18, until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(der(0x30, body, algorithm, signature)),
  };
}

const OID = {
  commonName: der(0x06, Buffer.from([0x55, 0x04, 0x03])),
  subjectAltName: der(0x06, Buffer.from([0x55, 0x1d, 0x11])),
  basicConstraints: der(0x06, Buffer.from([0x55, 0x1d, 0x13])),
  ecdsaWithSha256: der(0x06, Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])),
};

/** One value of ASN.1: its tag, its length, its content. */
function der(tag: number, ...content: readonly (Uint8Array | string)[]): Buffer {
  const bytes = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return Buffer.concat([Buffer.from([tag, ...lengthOf(bytes.length)]), bytes]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

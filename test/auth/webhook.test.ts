import { describe, expect, it } from 'vitest';
import { webhook } from '../../src/auth/webhook';
import { failed } from '../transport/failed';

describe('webhook', () => {
  it.each([
    ['https://acme.bitrix24.com/rest/1/s3cr3t/', 'https://acme.bitrix24.com/rest/1/s3cr3t/'],
    ['https://acme.bitrix24.com/rest/1/s3cr3t', 'https://acme.bitrix24.com/rest/1/s3cr3t/'],
    ['https://acme.bitrix24.com/rest/12/s3cr3t/profile.json', 'https://acme.bitrix24.com/rest/12/s3cr3t/'],
    ['https://acme.example:8443/folder/rest/1/s3cr3t/', 'https://acme.example:8443/folder/rest/1/s3cr3t/'],
    ['http://127.0.0.1:80/rest/1/s3cr3t/', 'http://127.0.0.1/rest/1/s3cr3t/'],
    ['http://localhost:3000/rest/1/s3cr3t/', 'http://localhost:3000/rest/1/s3cr3t/'],
    ['http://[::1]:3000/rest/1/s3cr3t/', 'http://[::1]:3000/rest/1/s3cr3t/'],
  ])('%s', async (given, endpoint) => {
    const auth = webhook(given, { clientId: 'bot' });
    expect(await auth.endpoint()).toBe(endpoint);
    expect(await webhook(new URL(given)).endpoint()).toBe(endpoint);
    expect(auth.portalKey()).not.toContain('s3cr3t');
    expect(auth.clientId).toBe('bot');
  });

  it.each([
    '',
    'acme.bitrix24.com/rest/1/s3cr3t/',
    'https://acme.bitrix24.com/',
    'https://acme.bitrix24.com/rest/s3cr3t/',
    'https://acme.bitrix24.com/rest/1/',
    'https://user:pass@acme.bitrix24.com/rest/1/s3cr3t/',
    'http://acme.bitrix24.com/rest/1/s3cr3t/',
    'http://127.0.0.1.nip.io/rest/1/s3cr3t/',
    'http://localhost.evil.example/rest/1/s3cr3t/',
    'ftp://localhost/rest/1/s3cr3t/',
  ])('refuses %j without repeating it', async (given) => {
    const error = await failed(Promise.resolve().then(() => webhook(given)));
    expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused' });
    expect(error.message).not.toContain('s3cr3t');
  });

  it('has nothing to renew', async () => {
    expect(await failed(webhook('https://a.bitrix24.com/rest/1/s/').renew())).toMatchObject({ code: 'CONFIG' });
  });
});

import { expect, it } from 'vitest';
import { createPortal } from '../../portal/index';

it('never stands at an address where another portal of the process stood', async () => {
  const portal = createPortal();
  const addresses = new Set<string>();
  for (let count = 0; count < 1000; count++) {
    const server = await portal.listen();
    addresses.add(server.url);
    await server.close();
  }
  expect(addresses.size).toBe(1000);
});

/** v1 wants addresses for events; under `.invalid` no machine can ever be reached. */
export const NOWHERE = 'https://imbot-compat.invalid/';

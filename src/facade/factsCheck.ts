import { RESTS_ON } from '../map/restsOn';
import { isFields } from '../values/structures';
import type { Check } from './checks';

/** The option `facts` of faces that read no files: the content of imbot-portal.json. */
export const factsCheck: { readonly facts: Check } = {
  facts: (value) => {
    const facts = isFields(value) && value['version'] === 1 ? value['facts'] : undefined;
    const isProfile = isFields(facts) && Object.values(facts).every((holds) => typeof holds === 'boolean');
    if (!isProfile) return 'is no content of imbot-portal.json, which imbot-compat prove writes';
    const unknown = Object.keys(facts).some((id) => !Object.hasOwn(RESTS_ON, id));
    return unknown ? 'names facts that this version does not know: run imbot-compat prove again' : undefined;
  },
};

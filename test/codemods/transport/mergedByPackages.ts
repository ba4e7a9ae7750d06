import { beside, from } from './filledElsewhere';

type Files = Readonly<Record<string, string>>;

const LODASH = "import _ from 'lodash';\nexport const extra = {};";
const AUTH = '{ auth: globalThis.PORTAL.TOKEN }';
const PUTS = "extra.URL_PREVIEW = 'N';";
const merged = (body: string, setup = from(PUTS), top = LODASH) => beside(top, body, setup);

/** A function of a package puts what another file has filled beside the parameters. */
export const MERGED: Readonly<Record<string, Files>> = {
  'lodash merge': merged(`_.merge({}, extra, params, ${AUTH})`),
  'lodash defaults': merged(`_.defaults({}, params, extra, ${AUTH})`),
  'lodash assign': merged(`_.assign({}, extra, params, ${AUTH})`),
  'lodash set': merged(
    `_.merge({}, extra, params, ${AUTH})`,
    `import _ from 'lodash';\n${from("_.set(extra, 'URL_PREVIEW', 'N');")}`,
  ),
  'lodash merge, by its name': merged(
    `merge({}, extra, params, ${AUTH})`,
    from(PUTS),
    LODASH.replace('import _', 'import lodash').replace('\n', '\nconst { merge } = lodash;\n'),
  ),
  'lodash merge, required': merged(
    `_.merge({}, extra, params, ${AUTH})`,
    from(PUTS),
    "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nconst _ = require('lodash');\nexport const extra = {};",
  ),
  'lodash merge, a constant': merged(
    `_.merge({}, extra, params, ${AUTH})`,
    '',
    LODASH.replace('{}', "{ URL_PREVIEW: 'N' }"),
  ),
  'lodash merge, kept in a variable': {
    ...beside(LODASH, 'body', from(PUTS), `const body = _.merge({}, extra, params, ${AUTH});`),
  },
};

/** The same, of packages that are not here to be run. */
export const MERGED_UNRUN: Readonly<Record<string, Files>> = {
  deepmerge: merged(
    `{ ...deepmerge(extra, params), ...${AUTH} }`,
    from(PUTS),
    "import deepmerge from 'deepmerge';\nexport const extra = {};",
  ),
  'deepmerge, all': merged(
    `deepmerge(extra, { ...params, ...${AUTH} })`,
    from(PUTS),
    "import deepmerge from 'deepmerge';\nexport const extra = {};",
  ),
  defu: merged(
    `defu({ ...params, ...${AUTH} }, extra)`,
    from(PUTS),
    "import { defu } from 'defu';\nexport const extra = {};",
  ),
};

export const MERGED_ALIKE: Readonly<Record<string, Files>> = {
  'a constant without parameters': merged(`_.merge({}, extra, params, ${AUTH})`, ''),
  'the token alone': merged(`_.merge({}, params, ${AUTH})`, ''),
  'a header elsewhere': merged(`_.merge({}, extra, params, ${AUTH})`, from("extra.sessid = '1';")),
  'another object': merged(
    `_.merge({}, extra, params, ${AUTH})`,
    from(PUTS.replace('extra', 'other'), 'other'),
    `${LODASH}\nexport const other = {};`,
  ),
};

import { spawnSync } from 'node:child_process';

/** How each tool shows that it can do what the clients need. */
const PROBES = {
  curl: ['--version'],
  php: ['-r', 'exit(function_exists("curl_init") ? 0 : 1);'],
  python3: ['-c', 'import requests'],
} as const;

const found = new Map<string, boolean>();

/** Is a client's language there? A missing one is said, and is a failure where IMBOT_REQUIRE names it. */
export function hasTool(tool: keyof typeof PROBES): boolean {
  const known = found.get(tool);
  if (known !== undefined) return known;
  const works = spawnSync(tool, PROBES[tool], { stdio: 'ignore' }).status === 0;
  found.set(tool, works);
  if (works) return true;
  if (process.env['IMBOT_REQUIRE']?.includes(tool)) throw new Error(`${tool} is required and does not work`);
  console.warn(`Left out, because ${NEEDS[tool]} is not installed here: the gateway's callers in it.`);
  return false;
}

const NEEDS = { curl: 'curl', php: 'php-cli with php-curl', python3: 'python3 with requests' } as const;

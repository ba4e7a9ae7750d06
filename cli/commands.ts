import { adoptCommand } from './adopt';
import { botsCommand } from './bots/bots';
import type { Cli } from './Cli';
import { checkCommand } from './check';
import { cutoverCommand } from './cutover/cutover';
import { doctorCommand } from './doctor/doctor';
import { eventsCommand } from './events';
import { explainCommand } from './explain/explain';
import { gatewayCommand } from './gateway/gateway';
import { proveCommand } from './prove/prove';
import { reportCommand } from './report';
import { rewriteCommand } from './rewrite';
import { scanCommand } from './scan';

/** The commands in the order of the help. */
export const COMMANDS: readonly Cli[] = [
  scanCommand,
  adoptCommand,
  rewriteCommand,
  eventsCommand,
  checkCommand,
  explainCommand,
  doctorCommand,
  botsCommand,
  cutoverCommand,
  proveCommand,
  gatewayCommand,
  reportCommand,
];

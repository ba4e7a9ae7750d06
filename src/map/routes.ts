import type { Params } from '../values/structures';
import type { LossId } from './losses';
import { V2 } from './v2Names';

type V2Name = (typeof V2)[keyof typeof V2];

/** One v2 request. */
export interface OneRoute {
  readonly kind: 'one';
  readonly v2: V2Name;
  /** Parameters that stand in every such request. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** The v1 parameters this route sends; default all. */
  readonly only?: readonly string[];
  /** v2 wants `fields` even where nothing is in them. */
  readonly fields?: true;
  readonly emulated?: true;
}

/** Several requests; what is done between them stands under the same name in `src/translate/plans`. */
export interface PlanRoute {
  readonly kind: 'plan';
  readonly plan: PlanName;
  readonly emulated?: true;
  /** A refusal of its first request decides about the next one. */
  readonly byRefusal?: true;
}

/** No way through v2. */
export interface NoRoute {
  readonly kind: 'none';
  readonly loss: LossId;
}

/** The way of a call through v2. */
export type Route = OneRoute | PlanRoute;

/** Every way that the calls of a method may take, the main one first, and which one a call takes. */
export interface Routes {
  readonly all: readonly (Route | NoRoute)[];
  readonly of: RouteRule;
}

/** What decides the route of a call: the parameters under their v1 names in capitals. */
export type RouteRule = (params: Readonly<Record<string, unknown>>) => Route | NoRoute;

/** What the plans send, the main method first. */
const PLANS = {
  register: [V2.botRegister, V2.botUpdate],
  updateBot: [V2.botUpdate, V2.botGet],
  botList: [V2.botList],
  likeToggle: [V2.chatMessageReactionAdd, V2.chatMessageReactionDelete],
  commandAnswer: [V2.commandAnswer],
} as const;

export type PlanName = keyof typeof PLANS;

export function one(v2: V2Name, more: Omit<OneRoute, 'kind' | 'v2'> = {}): OneRoute & Routes {
  return always({ kind: 'one', v2, ...more });
}

export function plan(name: PlanName, more: Omit<PlanRoute, 'kind' | 'plan'> = {}): PlanRoute & Routes {
  return always({ kind: 'plan', plan: name, ...more });
}

export function none(loss: LossId): NoRoute & Routes {
  return always({ kind: 'none', loss });
}

/** The way depends on the parameters. */
export function oneOf<Name extends string>(
  ways: Readonly<Record<Name, Route | NoRoute>>,
  choose: (params: Params) => Name,
): Routes {
  return { all: Object.values(ways), of: (params) => ways[choose(params)] };
}

/** Every v2 method that the calls of a method may become, the main one first. */
export function methodsOf({ all }: Routes): string[] {
  const names = all.flatMap((way): readonly string[] => {
    if (way.kind === 'none') return [];
    return way.kind === 'one' ? [way.v2] : PLANS[way.plan];
  });
  return [...new Set(names)];
}

/** The losses of calls that have no way. */
export function lossesOf({ all }: Routes): LossId[] {
  return all.flatMap((way) => (way.kind === 'none' ? [way.loss] : []));
}

function always<R extends Route | NoRoute>(route: R): R & Routes {
  return { ...route, all: [route], of: () => route };
}

import type { ts } from 'ts-morph';
import type { TransformContext } from '../site';
import type { Frame } from './Frame';
import type { Step, Trace } from './Trace';
import type { ClassValue, FunctionValue, InstanceValue, Value } from './Value';

/** How other given files are reached. */
export type Reach = Pick<TransformContext, 'resolve' | 'importers' | 'named'>;

/** One following of one call: everything that its parts share. */
export interface Engine {
  readonly reach: Reach;
  readonly trace: Trace;
  /** The call that is followed. */
  readonly site: ts.Node;
  /** Values that the site's own nodes stand for. */
  readonly overrides: Map<ts.Node, Value>;
  /** Functions that are running, outermost first. */
  readonly stack: Step[];
  readonly frames: Map<ts.Node, Frame>;
  readonly instances: Map<ts.Node, InstanceValue>;
  /** Names are only spoken of: the arguments of a log are being looked at. */
  speaking: boolean;
  evaluate(node: ts.Expression, frame: Frame): Value;
  member(value: Value, name: string, node: ts.Node): Value;
  call(callee: Value, given: readonly Value[], node: ts.Node, self?: Value): Value;
  invoke(fn: FunctionValue, given: readonly Value[], node: ts.Node, self?: Value): Value;
  instance(of: ClassValue, given?: readonly Value[]): InstanceValue;
  /** `a === b`, done for every name of the method. */
  equal(a: Value, b: Value, node: ts.Node): Value;
  /** Looks at something again without noting anything. */
  quietly(work: () => Value): Value;
  moduleFrame(tree: ts.SourceFile): Frame;
  /** The frame of a function that nobody was seen to call, or of a file. */
  openFrame(node: ts.Node, tree: ts.SourceFile): Frame;
  /** What a type says of a value: an instance of a class, a client of the outside. */
  typed(type: ts.TypeNode, frame: Frame): Value;
  exported(frame: Frame, name: string): Value;
}

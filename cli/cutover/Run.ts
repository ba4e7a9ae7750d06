import type { Io } from '../Io';
import type { LivePortal } from '../livePortal';

export interface CutoverFlags {
  readonly bot: string;
  readonly to: string;
  readonly handler?: string;
  readonly handlerBefore?: string;
  readonly fetch?: boolean;
  readonly beside?: boolean;
  readonly registered?: string;
  readonly code?: string;
  readonly chats?: string[];
  readonly state?: string;
  readonly drain?: string;
  readonly wait?: string;
  readonly profile: string;
  readonly unproven?: boolean;
  readonly test: boolean;
  readonly dropQueue?: boolean;
  readonly write?: boolean;
}

/** One run of cutover: what it was asked, of which portal, and where its state stands. */
export interface Run {
  readonly portal: LivePortal;
  readonly flags: CutoverFlags;
  readonly bot: number;
  readonly registered: 'v1' | 'v2' | undefined;
  /** The state file as it is named in texts, and where it is. */
  readonly file: string;
  readonly path: string;
  readonly io: Io;
}

import { describe, expect, expectTypeOf, it } from 'vitest';
import { CODE_TEXTS } from '../../src/errors/texts';
import {
  type CallOptions,
  createImbot,
  ImbotError,
  type ImbotErrorCode,
  type LossId,
  type Outcome,
  type OwnErrorCode,
  type SystemErrorCode,
  type V1ErrorCode,
  webhook,
} from '../../src/index';
import { METHODS } from '../../src/map/index';
import { sourceFiles } from '../house/importsOf';

const lost = new ImbotError({
  code: 'LOSSY',
  method: 'imbot.message.add',
  outcome: 'refused',
  message: 'x',
  losses: ['menu'],
});

/** A switch that the compiler holds to be complete. */
function whatToDo(outcome: Outcome): string {
  switch (outcome) {
    case 'refused':
      return 'send it again';
    case 'ran':
      return 'go on';
    case 'unknown':
      return 'look';
  }
}

function meaning(code: OwnErrorCode): string {
  switch (code) {
    case 'LOSSY':
    case 'UNTRANSLATABLE':
      return 'v2 does less';
    case 'TIMEOUT':
    case 'ABORTED':
    case 'NO_ANSWER':
    case 'BAD_ANSWER':
      return 'the connection';
    case 'REINSTALL':
    case 'CONFIG':
    case 'CLOSED':
      return 'this client';
  }
}

describe('the types of an error', () => {
  it('are literals, so that a switch over outcomes, own codes and losses can be complete', () => {
    expectTypeOf(lost.outcome).toEqualTypeOf<'refused' | 'ran' | 'unknown'>();
    expectTypeOf(lost.losses).toEqualTypeOf<readonly LossId[] | undefined>();
    expectTypeOf<CallOptions['accept']>().toEqualTypeOf<readonly LossId[] | undefined>();
    expectTypeOf<OwnErrorCode | V1ErrorCode | SystemErrorCode>().toEqualTypeOf<ImbotErrorCode>();
    expectTypeOf<string>().not.toExtend<ImbotErrorCode>();
    expectTypeOf<string>().not.toExtend<LossId>();
    expect([whatToDo(lost.outcome), meaning('LOSSY')]).toEqual(['send it again', 'v2 does less']);
  });

  it('know the codes of ours, of v1 and of the portal, and take any other', () => {
    expectTypeOf<'LOSSY' | 'BOT_ID_ERROR' | 'QUERY_LIMIT_EXCEEDED' | 'expired_token'>().toExtend<ImbotErrorCode>();
    expectTypeOf<string>().toExtend<typeof lost.code>();
    const foreign = new ImbotError({ code: 'NEW_CODE_OF_A_PORTAL', method: 'm', outcome: 'unknown', message: 'x' });
    expect(foreign.code).toBe('NEW_CODE_OF_A_PORTAL');
  });

  it('refuse a loss that is none', () => {
    // @ts-expect-error a misspelt loss
    const options: CallOptions = { accept: ['menus'] };
    // @ts-expect-error a misspelt loss
    const create = () => createImbot({ auth: webhook('https://acme.bitrix24.com/rest/1/x/'), accept: ['menus'] });
    expect(options.accept).toEqual(['menus']);
    expect(create).toThrow(/accept/);
  });
});

describe('the codes', () => {
  it('that the map refuses with, and that have a text, are of the type', () => {
    const codes = Object.values(METHODS).flatMap(({ checks }) => checks.map(({ code }) => code));
    expectTypeOf(codes).toEqualTypeOf<V1ErrorCode[]>();
    expect(codes.length).toBeGreaterThan(50);
    expect(Object.keys(CODE_TEXTS)).toContain('REINSTALL');
  });

  it('are put into errors by src/errors alone', () => {
    const makers = [...sourceFiles(['src', 'codemods', 'cli'])]
      .filter(([, text]) => /new ImbotError\(/.test(text))
      .map(([file]) => file);
    expect(makers).toEqual(['src/errors/callError.ts']);
  });
});

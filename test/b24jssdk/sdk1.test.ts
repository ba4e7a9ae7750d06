import { vi } from 'vitest';
import { describeSdk } from './suite';

vi.mock('@bitrix24/b24jssdk', () => import('b24jssdk1'));

describeSdk('1.3', () => import('../../src/b24jssdk/index'));

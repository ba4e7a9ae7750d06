import { describeSdk } from './suite';

describeSdk('2.2', () => import('../../src/b24jssdk/index'));

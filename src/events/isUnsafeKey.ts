/** Whether a name would shadow or reach Object.prototype: `__proto__`, `constructor`, `toString`, … */
export function isUnsafeKey(key: string): boolean {
  return key === 'prototype' || key in Object.prototype;
}

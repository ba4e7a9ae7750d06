/** Waits until something is so. Not a turn of the loop after the other: what is waited for needs the processor too. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Dates as the portal writes them, from the portal's own clock. */
export const dates = { iso, time };

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, '+00:00');
}

/** The `time` block of an answer. */
function time(ms: number, operating: number, resetAt: number): Record<string, unknown> {
  const seconds = ms / 1000;
  return {
    start: seconds,
    finish: seconds,
    duration: 0,
    processing: 0,
    date_start: iso(ms),
    date_finish: iso(ms),
    operating_reset_at: resetAt,
    operating,
  };
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * How long to wait, in seconds, after each attempt that failed: a receiver that is being restarted is back in a minute,
 * one that is broken perhaps in the morning. SQS hides a message for 12 hours at most.
 */
const WAITS: readonly number[] = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 11 * HOUR];

/** How often a webhook is sent until it is set aside. */
export const WEBHOOK_DELIVERIES = WAITS.length + 1;

/** After the delivery of this number, from 1, has failed. */
export const secondsUntilRetry = (delivery: number): number =>
  WAITS[Math.min(Math.max(delivery, 1), WAITS.length) - 1] as number;

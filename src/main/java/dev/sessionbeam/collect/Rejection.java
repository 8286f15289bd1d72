package dev.sessionbeam.collect;

/**
 * A part of a body that is not accepted.
 *
 * @param index its place among all parts of the body, from 0 on
 * @param code a short name of the cause, for metrics
 * @param reason why, for the sender
 */
record Rejection(int index, String code, String reason) {}

package dev.sessionbeam.plan;

/**
 * A line of a plan.
 *
 * @param section what it belongs to
 * @param name what the value is
 * @param value the value
 * @param arithmetic how it is computed, so that a person can do it again
 */
record PlanLine(String section, String name, Quantity value, String arithmetic) {}

package dev.sessionbeam.bench;

/**
 * Two runs, one after the other, on the same input.
 *
 * @param base of the checkout that is compared with
 * @param own of this checkout
 */
record CostPair(Cost base, Cost own) {}

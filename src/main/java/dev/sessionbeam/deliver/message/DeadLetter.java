package dev.sessionbeam.deliver.message;

import org.jspecify.annotations.Nullable;

/**
 * A delivery that is given up.
 *
 * @param attempts how often it was sent; 0 if it never was
 * @param firstError what the first failed attempt met; null if there was none
 * @param lastError what the last failed attempt met; null if there was none
 */
public record DeadLetter(
    Delivery delivery,
    DeadLetterReason reason,
    int attempts,
    @Nullable String firstError,
    @Nullable String lastError) {}
